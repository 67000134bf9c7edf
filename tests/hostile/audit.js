/* What on a page acts, loads, covers, or takes the name of something that the theme's scripts look for. */
() => {
  const FORBIDDEN = new Set(("script style iframe frame object embed applet svg math form button select textarea link " +
    "meta base template dialog portal video audio source noscript").split(" "))
  const ACTIVE = new Set(("action formaction srcdoc srcset ping background poster xlink:href target autofocus " +
    "contenteditable popover").split(" "))
  const GLOBALS = ("__md_scope __md_get __md_set __md_hash document$ location$ target$ keyboard$ viewport$ " +
    "component$").split(" ")
  const IDS = { __config: "SCRIPT", __search: "INPUT", __drawer: "INPUT", __palette_0: "INPUT" }
  const OF_DOCUMENT = "body head forms querySelector getElementById documentElement currentScript".split(" ")

  const faults = []
  const own = [...document.querySelectorAll("article, article *, [data-md-type=toc], [data-md-type=toc] *")]
  const inside = new Set(own)
  const outside = new Set([...document.querySelectorAll("[id]")].filter(found => !inside.has(found)).map(({ id }) => id))
  const ids = new Set()

  for (const element of document.querySelectorAll("*"))
    for (const { name } of element.attributes)
      if (/^on/i.test(name)) faults.push(`handler ${name} on ${element.tagName}`)

  for (const element of own) {
    const tag = element.tagName, style = getComputedStyle(element)
    const theme = element.closest("[data-md-type=toc]") || element.matches("article.md-content__inner")
    if (FORBIDDEN.has(tag.toLowerCase())) faults.push(`element ${tag}`)
    if (!theme && (/fixed|sticky/.test(style.position) || style.zIndex > 4))
      faults.push(`overlay ${tag}.${element.className}`)
    for (const { name, value } of element.attributes) {
      if (ACTIVE.has(name) || (!theme && (name === "style" || name.startsWith("data-md-"))))
        faults.push(`${name} on ${tag}`)
      if (name === "href" && !["http:", "https:", "mailto:"].includes(new URL(element.href).protocol))
        faults.push(`${value} on ${tag}`)
      if (name === "src" && new URL(element.src).origin !== location.origin) faults.push(`${value} on ${tag}`)
      // Tabs are numbered per body, and the corpus puts many bodies on a page.
      if (!/^(id|name)$/.test(name) || /^__tabbed_/.test(value)) continue
      if (value in window && !(window[value] instanceof Element)) faults.push(`${name} ${value} is a global`)
      if (name === "id" && (outside.has(value) || ids.has(value))) faults.push(`id ${value} twice`)
      if (name === "id") ids.add(value)
    }
  }

  for (const name of GLOBALS)
    if (!window[name] || window[name] instanceof Element || window[name] instanceof HTMLCollection)
      faults.push(`${name} is taken`)
  for (const [id, tag] of Object.entries(IDS))
    if (document.getElementById(id)?.tagName !== tag) faults.push(`${id} is taken`)
  if (!document.forms.search?.matches?.(".md-search__form")) faults.push("the search form is taken")
  for (const name of OF_DOCUMENT)
    if (Object.hasOwn(document, name) || document[name] instanceof HTMLFormElement)
      faults.push(`document.${name} is taken`)
  if (document.querySelector("base") || document.baseURI !== location.href) faults.push("the base is changed")
  return faults
}
