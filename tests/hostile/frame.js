/* What of a page is not the contributors', as comparable text: without state that scripts set, without headlines. */
() => {
  const state = /--(active|passed|shadow|lifted|hidden)$/
  const dynamic = /^(hidden|style|data-md-state|title|tabindex|class)$/
  return [...document.querySelectorAll("*")]
    .filter(element => !element.closest("article, [data-md-type=toc], title") && !element.matches(".md-skip"))
    .map(element => [
      element.tagName,
      element.id,
      [...element.classList].filter(name => !state.test(name)).join("."),
      [...element.attributes].map(({ name }) => name).filter(name => !dynamic.test(name)).sort().join()
    ].join(" "))
}
