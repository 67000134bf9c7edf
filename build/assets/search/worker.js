/*
 * Answers Material's search dialog in place of its own worker. The dialog speaks (messages of Material 9):
 *
 *     → {type: 0, data: {config, docs}}   the index it fetched, which we keep empty except on file://
 *     ← {type: 1}                         ready
 *     → {type: 2, data: "query"}
 *     ← {type: 3, data: {items: [[{location, title, text, score, terms}, …], …]}}
 *
 * Nothing is loaded before the first letter is typed. A failed load is told apart from an empty result (`failed`),
 * and is tried again, by itself and with the next letter.
 *
 * On file:// there is no worker and no fetch: dialog.js runs this script in the page, and the documents come with the
 * message of type 0.
 */
"use strict"

self.twofoldWorker = (() => {
  const inWorker = typeof importScripts === "function"
  const PAUSE = 2000 // milliseconds before the first of ever rarer attempts to load what could not be loaded
  const kept = new Map()
  let newest

  /** What `load` gives, loaded once for all queries that wait for it, and again after a failure. */
  function once(name, load) {
    if (!kept.has(name)) kept.set(name, load(name).catch(error => { kept.delete(name); throw error }))
    return kept.get(name)
  }

  async function fetched(name) {
    // Ask the server each time whether its copy is newer: a new issue must be found on the day it appears.
    const response = await fetch(new URL(`../../search/${name}`, self.location), { cache: "no-cache" })
    if (!response.ok) throw new Error(`${name}: ${response.status}`)
    return response
  }

  async function entries(name) {
    if (!self.twofoldMatching) importScripts("matching.js")
    const { docs, variants } = await (await fetched(name)).json()
    return self.twofoldMatching.prepare(docs, variants)
  }

  async function variants(name) {
    return self.twofoldMatching.variantsOf(await (await fetched(name)).text())
  }

  async function find(query) {
    const index = await once("entries.json", entries)
    const { search, hasUnknown } = self.twofoldMatching
    return search(index, query, hasUnknown(index, query) ? await once("variants.txt", variants) : index.variants)
  }

  async function answer({ type, data }, reply, pause = PAUSE) {
    if (type === 0 && data.docs.length) {
      const { variantsOf, prepare } = self.twofoldMatching
      kept.set("variants.txt", variantsOf(data.config.variants))
      kept.set("entries.json", prepare(data.docs, data.config.variants))
      reply({ type: 1 })
    } else if (type === 2) {
      newest = data
      const result = { items: [] }
      try {
        if (data.trim()) result.items = await find(data)
      } catch (error) {
        result.failed = true
        setTimeout(() => newest === data && answer({ type, data }, reply, 2 * pause), pause)
      }
      // While the index was on its way the reader typed on: only the last query is worth an answer. That it failed
      // again is no news.
      if (newest === data && !(result.failed && pause > PAUSE)) reply({ type: 3, data: result })
    }
  }

  if (inWorker) {
    const reply = message => postMessage(message)
    addEventListener("message", event => answer(event.data, reply))
    // Ready at once, whatever becomes of the stub that the dialog fetches for us.
    reply({ type: 1 })
  }
  return { answer }
})()
