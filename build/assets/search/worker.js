/*
 * Answers Material's search dialog in place of its own worker. The dialog speaks (messages of Material 9):
 *
 *     → {type: 0, data: {config, docs}}   the index it fetched, which we keep empty except on file://
 *     ← {type: 1}                         ready
 *     → {type: 2, data: "query"}
 *     ← {type: 3, data: {items: [[{location, title, text, score, terms}, …], …]}}
 *
 * Nothing is loaded before the first letter is typed. A failed load is told apart from an empty result (`failed`),
 * and is tried again with the next letter or when the network is back.
 *
 * On file:// there is no worker and no fetch: dialog.js runs this script in the page, and the documents come with the
 * message of type 0.
 */
"use strict"

self.twofoldWorker = (() => {
  const inWorker = typeof importScripts === "function"
  let index, traditional, newest, failed

  async function fetched(name) {
    // Ask the server each time whether its copy is newer: a new issue must be found on the day it appears.
    const response = await fetch(new URL(`../../search/${name}`, self.location), { cache: "no-cache" })
    if (!response.ok) throw new Error(`${name}: ${response.status}`)
    return response
  }

  async function load() {
    if (!self.twofoldMatching) importScripts("matching.js")
    const { docs, variants } = await (await fetched("entries.json")).json()
    return self.twofoldMatching.prepare(docs, variants)
  }

  async function find(query) {
    index = index || await load()
    let variants = index.variants
    if (self.twofoldMatching.hasUnknown(index, query)) {
      traditional = traditional || self.twofoldMatching.variantsOf(await (await fetched("variants.txt")).text())
      variants = traditional
    }
    return self.twofoldMatching.search(index, query, variants)
  }

  async function answer({ type, data }, reply) {
    if (type === 0 && data.docs.length) {
      traditional = self.twofoldMatching.variantsOf(data.config.variants)
      index = self.twofoldMatching.prepare(data.docs, data.config.variants)
      reply({ type: 1 })
    } else if (type === 2) {
      newest = data
      failed = false
      let result = { items: [] }
      if (data.trim()) {
        try {
          result.items = await find(data)
        } catch (error) {
          failed = true
          result.failed = true
        }
      }
      // While the index was on its way the reader typed on: only the last query is worth an answer.
      if (newest === data) reply({ type: 3, data: result })
    }
  }

  if (inWorker) {
    const reply = message => postMessage(message)
    addEventListener("message", event => answer(event.data, reply))
    addEventListener("online", () => failed && answer({ type: 2, data: newest }, reply))
    // Ready at once, whatever becomes of the stub that the dialog fetches for us.
    reply({ type: 1 })
  }
  return { answer }
})()
