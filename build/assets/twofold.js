// The language switch leads to the item that is being read, not only to its page. Without this it leads to the page.
"use strict";

(() => {
  const link = document.querySelector(".tf-switch");
  const headings = [...document.querySelectorAll("h2[id^='item-'], h2#sources")];
  if (!link || !headings.length) return;

  const reading = () => {
    // The last heading above the middle of the window is the one whose text fills it.
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < window.innerHeight / 2);
    return window.scrollY > 0 && passed.length ? `#${passed.at(-1).id}` : "";
  };
  link.addEventListener("click", () => {
    link.hash = /^#(item|source)-\d+$/.test(location.hash) && !scrolled ? location.hash : reading();
  });

  // An address with an item keeps it until the reader scrolls on by hand.
  let scrolled = false;
  for (const event of ["wheel", "touchmove", "keydown"]) {
    window.addEventListener(event, () => { scrolled = true; }, { passive: true, once: true });
  }
})();
