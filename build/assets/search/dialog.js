/*
 * What Material's search dialog lacks: input methods and paste, names for screen readers, the focus after Escape, a
 * message when the index cannot be loaded, highlighting on the page that a result leads to, and file://.
 *
 * Stands before Material's bundle, because that asks for a Worker at once; the rest waits until the bundle has run.
 */
"use strict"

;(() => {
  const { dataset: texts, src } = document.currentScript

  // At once, not when the page is complete: by then Material may have said something newer.
  const hint = document.querySelector(".md-search-result__meta")
  if (hint) hint.textContent = texts.start

  if (location.protocol === "file:") {
    // Browsers start no worker from a disk. The same script runs in the page, behind the same messages.
    const script = name => new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement("script"), { src: new URL(name, src), onload: resolve, onerror: reject })
      document.head.append(element)
    })
    window.Worker = class extends EventTarget {
      ready = script("matching.js").then(() => script("worker.js"))
      async postMessage(message) {
        await this.ready
        window.twofoldWorker.answer(message, data => this.dispatchEvent(new MessageEvent("message", { data })))
      }
    }
  }

  /** Mark in the article what the query found; Material's own highlighter would mark "ai" inside "maintain". */
  function highlight() {
    const article = document.querySelector("article.md-content__inner")
    const terms = (new URLSearchParams(location.search).get("h") || "").split(" ").filter(Boolean)
    if (!article || !terms.length) return
    const patterns = terms.map(term => {
      const literal = term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      return /\p{sc=Han}/u.test(term) ? literal : `(?<!(?!\\p{sc=Han})[\\p{L}\\p{N}])${literal}(?!(?!\\p{sc=Han})[\\p{L}\\p{N}])`
    })
    const pattern = new RegExp(patterns.join("|"), "giu")
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT)
    const nodes = []
    while (walker.nextNode())
      if (!walker.currentNode.parentElement.closest("mark, script, style")) nodes.push(walker.currentNode)
    for (const node of nodes) {
      const found = [...node.data.matchAll(pattern)].filter(match => match[0])
      for (const match of found.reverse()) {
        const range = document.createRange()
        range.setStart(node, match.index)
        range.setEnd(node, match.index + match[0].length)
        const mark = document.createElement("mark")
        mark.dataset.mdHighlight = ""
        range.surroundContents(mark)
      }
    }
  }

  /** Material reads the field on `keyup` alone: tell it of paste, dictation and input methods, but of no half-typed pinyin. */
  function followInput(input) {
    const changed = () => input.dispatchEvent(new KeyboardEvent("keyup"))
    input.addEventListener("input", event => event.isComposing || changed())
    input.addEventListener("compositionend", changed)
    input.form.addEventListener("reset", () => setTimeout(changed))
    const silence = event => {
      // 229 is how Safari sends the key that ends a composition, after having ended it.
      if (event.target === input && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation()
    }
    window.addEventListener("keyup", silence, true)
    window.addEventListener("keydown", silence, true)
  }

  /** Escape leads back to where the reader was when the dialog opened. */
  function returnFocus(input, toggle, opener) {
    let before
    input.addEventListener("focus", event => {
      if (!toggle.checked) before = event.relatedTarget
    })
    window.addEventListener("keydown", event => {
      if (event.key !== "Escape" || event.isComposing || !toggle.checked) return
      // After Material's own handler, which closes the dialog and drops the focus.
      setTimeout(() => {
        const target = [before, opener].find(element => element && element.isConnected && element.getClientRects().length)
        if (target) target.focus()
      })
    }, true)
  }

  function improve() {
    const dialog = document.querySelector("[data-md-component=search]")
    if (!dialog) return
    const input = dialog.querySelector("[data-md-component=search-query]")
    const status = dialog.querySelector(".md-search-result__meta")
    const toggle = document.getElementById("__search")
    const opener = document.querySelector(".md-header__button[for=__search]")
    dialog.setAttribute("aria-label", texts.label)
    status.setAttribute("role", "status")
    // The magnifying glass of narrow screens is a label: without these no keyboard reaches it.
    Object.entries({ role: "button", tabindex: "0", "aria-label": texts.label }).forEach(pair => opener.setAttribute(...pair))
    followInput(input)
    returnFocus(input, toggle, opener)
    window.component$.subscribe(component => {
      if (component.failed) status.textContent = texts.failed
    })
  }

  document.addEventListener("DOMContentLoaded", () => {
    improve()
    window.document$.subscribe(highlight)
  })
})()
