/*
 * Which items answer a query, and how a result looks. Pure functions: no network, no page.
 *
 * 1. Text and query are cut by the same rule into pieces: a run of Han, or a word of anything else. `AI医疗` is `ai`
 *    and `医疗`, so that Latin inside Han is found and the reverse.
 * 2. Both are folded by the same function: NFKC, lower case, no accents, traditional characters simplified.
 * 3. A Han run is looked for by its bigrams, a single character as itself: nothing needs a dictionary, so nothing can
 *    disagree about where words end. A word is looked for as written, by its stem, and as the beginning of a word.
 * 4. All pieces must be in an item (or in what is said of its issue). If no item has them all, half of them will do.
 * 5. A word that occurs nowhere stands for the words one slip of the finger away.
 *
 * A classic script, because Material starts the worker as one and pages opened from a disk may load no modules.
 */
"use strict"

self.twofoldMatching = (() => {
  const HAN = /\p{sc=Han}/u
  const QUOTES = "《》〈〉「」『』“”‘’·"
  // A name in quotation or title marks is one run with what surrounds it: readers leave the marks out.
  // Number separators and apostrophes belong to the word; every other sign ends it.
  const PIECE = new RegExp(
    `\\p{sc=Han}(?:[${QUOTES}]*\\p{sc=Han})*` +
    "|(?:(?!\\p{sc=Han})(?:\\p{N}[,，](?=\\p{N}{3}(?!\\p{N}))|\\p{N}\\.(?=\\p{N})|\\p{L}['’](?=\\p{L})|[\\p{L}\\p{N}\\p{M}]))+",
    "gu")
  const DROPPED = new RegExp(`[\\u0300-\\u036f,'${QUOTES}]`, "g")
  // Letters that Unicode does not take apart into a base and an accent.
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th" }
  const stemmed = new Map() // texts repeat their words; each is worked out once
  const MOST = 100 // groups returned: nobody reads further, and rendering them is what costs

  /** Traditional → simplified from a string of pairs: `體体醫医`. */
  function variantsOf(pairs) {
    const signs = [...pairs]
    return new Map(signs.flatMap((sign, at) => at % 2 ? [] : [[sign, signs[at + 1]]]))
  }

  /** NFKD and no marks equals NFKC and no marks, and lets every code point be folded alone (see `marked`). */
  function fold(text, variants) {
    return text.normalize("NFKD").toLowerCase().replace(DROPPED, "")
      .replace(/[ßæœøđðłıþ]|\p{sc=Han}/gu, sign => LETTERS[sign] || variants.get(sign) || sign)
  }

  /**
   * The stem of an English word: without plural, -ed, -ing, -ion after t or s, final -e and doubled consonant. Not a
   * linguist's stem, only the same for the forms of one word: study, studies, studied, studying → study; diagnosis,
   * diagnoses, diagnosed → diagnos. What begins with the stem is found too, only later.
   */
  function stem(word) {
    if (!/^[a-z]{4,}$/.test(word)) return word
    if (!stemmed.has(word)) stemmed.set(word, word
      .replace(/ie[sd]$/, "y").replace(/(?:(s|x|z|ch|sh)es|(s)is|([^isu])s)$/, "$1$2$3")
      .replace(/eed$/, "ee").replace(/^(.*[aeiouy].+)(?:ing|ed)$/, "$1").replace(/([st])ion$/, "$1")
      .replace(/e$/, "").replace(/([bdfglmnprstz])\1$/, "$1"))
    return stemmed.get(word)
  }

  /** Pieces of a text, folded, between spaces; and the same with stems. */
  function field(text, variants) {
    const pieces = (text.match(PIECE) || []).map(piece => fold(piece, variants))
    const words = ` ${pieces.join(" ")} `
    const stems = ` ${pieces.map(stem).join(" ")} `
    return { words, stems: stems === words ? words : stems } // Chinese text has few stems: keep one string then
  }

  /** Make documents searchable. `docs`: {location, title, text?, label?, keywords?, date?}, parents before their items. */
  function prepare(docs, pairs) {
    const variants = variantsOf(pairs)
    const parents = new Map()
    const entries = docs.map(doc => {
      const entry = {
        doc,
        title: field(doc.title, variants),
        text: field(doc.text || "", variants),
        about: field(`${doc.label || ""} ${doc.keywords || ""}`, variants),
        parent: parents.get(doc.location.split("#")[0])
      }
      if (!entry.parent) parents.set(doc.location, entry)
      return entry
    })
    return { entries, variants }
  }

  /** What a query asks for: its pieces, each of units that are found or not, and the phrase they make. */
  function parse(query, variants) {
    const texts = (query.match(PIECE) || []).map(piece => fold(piece, variants)).filter(Boolean)
    const pieces = texts.map(text => {
      if (!HAN.test(text)) return { text, units: [{ forms: [{ word: text, stem: stem(text) }], worth: 1 }] }
      const signs = [...text]
      return { text, units: signs.slice(0, Math.max(1, signs.length - 1)).map((sign, at) => ({ han: sign + (signs[at + 1] || "") })) }
    })
    // Words have a space at either end, Han has not: 医疗 is within 医疗保健, but op not within operation.
    const [head, tail] = [texts[0], texts[texts.length - 1]].map(text => HAN.test(text) ? "" : " ")
    return { pieces, units: pieces.flatMap(piece => piece.units), phrase: head + texts.join(" ") + tail }
  }

  /** How well a unit is found in a field: 1 as written, less for another form of the word, 0 not at all. */
  function hit(unit, { words, stems }) {
    if (unit.han) return words.includes(unit.han) ? 1 : 0
    let best = 0
    for (const { word, stem } of unit.forms) {
      const found = words.includes(` ${word} `) ? 1
        : stems.includes(` ${stem} `) ? 0.8
        // A beginning in a headline counts less than the whole word in a text: op is not first of all operation.
        : words.includes(` ${word}`) ? 0.2
        : stem.length > 4 && stems.includes(` ${stem}`) ? 0.15 : 0
      best = Math.max(best, found * unit.worth)
    }
    return best
  }

  const fields = entry => [entry.title, entry.text, entry.about]
  const anywhere = (unit, entry) => fields(entry).some(one => hit(unit, one))

  /** One letter more, less or other, or two neighbours swapped (Damerau 1964). */
  function isOneSlip(a, b) {
    let start = 0, end = 0
    while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++
    while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
    const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
    return (x.length < 2 && y.length < 2) || (x.length === 2 && y.length === 2 && x[0] === y[1] && x[1] === y[0])
  }

  /** Give a word that nothing contains the words it may have been meant as. */
  function correct(pieces, index) {
    for (const { text, units: [unit] } of pieces) {
      if (!/^(?!\p{sc=Han})\p{L}{4,}$/u.test(text) || index.entries.some(entry => anywhere(unit, entry))) continue
      index.vocabulary = index.vocabulary || new Set(
        index.entries.flatMap(entry => fields(entry).flatMap(one => one.words.match(/\p{L}{4,}/gu) || [])))
      const meant = [...index.vocabulary].filter(word => Math.abs(word.length - text.length) < 2 && isOneSlip(word, text))
      if (meant.length) Object.assign(unit, { forms: meant.map(word => ({ word, stem: stem(word) })), worth: 0.4 })
    }
  }

  /** Score of an entry and the units it lacks; null where it has none of its own. */
  function weigh(entry, { pieces, units, phrase }) {
    const lacking = []
    let score = 0, own = false
    for (const piece of pieces) {
      const values = piece.units.map(unit => 4 * hit(unit, entry.title) + hit(unit, entry.text) + hit(unit, entry.about) / 2)
      // An item is also found by its issue's headline, date and topics, yet never by these alone (that is the issue),
      // nor by half a word of its own and half of the issue's.
      const lent = entry.parent && values.includes(0) && piece.units.every(unit => anywhere(unit, entry.parent))
      if (lent) {
        score += piece.units.length / 4
        continue
      }
      values.forEach((value, at) => value || lacking.push(piece.units[at]))
      score += values.reduce((sum, value) => sum + value, 0)
      own = own || values.some(Boolean)
    }
    if (!own) return null
    if (entry.title.words.includes(phrase)) score += 4 * units.length
    if (entry.title.words.trim() === phrase.trim()) score += 4 * units.length
    if (entry.text.words.includes(phrase)) score += 2 * units.length
    // Of an issue and its item that answer alike, the item is what was asked for.
    return { entry, score: entry.parent ? score : 0.9 * score, lacking }
  }

  /** Where a text answers the query: [start, end) in UTF-16 units, in order. */
  function marked(text, { pieces, units }, variants) {
    const { words } = field(text, variants)
    const runs = pieces.filter(piece => piece.units[0].han)
    const wanted = new Set(runs.flatMap(run => words.includes(run.text) ? [run.text] : run.units.map(unit => unit.han)))
    const forms = units.filter(unit => unit.forms)
    const ranges = []
    for (const { 0: piece, index: at } of text.matchAll(PIECE)) {
      if (!HAN.test(piece)) {
        const one = field(piece, variants)
        if (forms.some(unit => hit(unit, one))) ranges.push([at, at + piece.length])
        continue
      }
      let folded = "", offset = at
      const offsets = []
      for (const sign of piece) {
        for (const _ of fold(sign, variants)) { folded += _; offsets.push(...Array(_.length).fill([offset, offset + sign.length])) }
        offset += sign.length
      }
      for (const run of wanted)
        for (let from = folded.indexOf(run); from >= 0; from = folded.indexOf(run, from + 1))
          ranges.push([offsets[from][0], offsets[from + run.length - 1][1]])
    }
    ranges.sort((a, b) => a[0] - b[0])
    return ranges.reduce((merged, [start, end]) => {
      const last = merged[merged.length - 1]
      if (last && start <= last[1]) last[1] = Math.max(last[1], end)
      else merged.push([start, end])
      return merged
    }, [])
  }

  const escaped = text => text.replace(/[&<>]/g, sign => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign])

  /** HTML of text[from, to) with the ranges in <mark>. */
  function html(text, ranges, from = 0, to = text.length) {
    let out = "", at = from
    for (const [start, end] of ranges) {
      if (start < from || end > to) continue
      out += `${escaped(text.slice(at, start))}<mark>${escaped(text.slice(start, end))}</mark>`
      at = end
    }
    return out + escaped(text.slice(at, to))
  }

  /** The part of a text with most answers in it, cut at words. */
  function teaser(text, ranges) {
    const width = HAN.test(text) ? 110 : 220
    if (text.length <= width) return html(text, ranges)
    const within = start => ranges.filter(range => range[0] >= start && range[1] <= start + width * 3 / 4).length
    const best = ranges.reduce((a, b) => within(b[0]) > within(a[0]) ? b : a, ranges[0] || [0, 0])[0]
    let from = Math.max(0, Math.min(best - width / 4, text.length - width)) | 0
    let to = Math.min(text.length, from + width)
    // Move inwards to the next space or sign, unless that is far: Chinese may have none for a while.
    const head = text.slice(from, best).search(/[\s，。；、！？：]/)
    if (from && head >= 0 && head < width / 5) from += head + 1
    const tail = text.slice(to - width / 8, to).search(/\s\S*$/)
    if (to < text.length && tail >= 0) to = to - (width / 8 | 0) + tail
    return `${from ? "…" : ""}${html(text, ranges, from, to).trim()}${to < text.length ? "…" : ""}`
  }

  /** A result as Material's dialog expects it: `title` and `text` are HTML, missing `terms` are struck out. */
  function rendered({ entry: { doc }, score, lacking }, query, variants) {
    const title = marked(doc.title, query, variants)
    const text = marked(doc.text || "", query, variants)
    const terms = [...new Set([[doc.title, title], [doc.text, text]].flatMap(([whole, ranges]) => ranges.map(range => whole.slice(...range))))]
    const [path, anchor] = doc.location.split("#")
    const highlight = terms.length ? `?h=${encodeURIComponent(terms.slice(0, 8).join(" "))}` : ""
    return {
      location: path + highlight + (anchor ? `#${anchor}` : ""),
      title: html(doc.title, title) + (doc.label ? ` <small>${escaped(doc.label)}</small>` : ""),
      text: doc.text ? `<p>${teaser(doc.text, text)}</p>` : "",
      score,
      terms: Object.fromEntries(absent(lacking, query).map(term => [term, false]))
    }
  }

  /** What to strike out: words, and the characters of a Han run that no bigram found covers. */
  function absent(lacking, { pieces }) {
    return pieces.filter(({ units }) => units.some(unit => lacking.includes(unit))).map(({ text, units }) => {
      if (!HAN.test(text)) return text
      const found = units.map(unit => !lacking.includes(unit))
      return [...text].filter((_, at) => !found[at] && !found[at - 1]).join("")
    }).filter(Boolean)
  }

  /** Whether the query has a Han character that no text has: it may be a traditional one. */
  function hasUnknown(index, text) {
    return [...fold(text, index.variants)].some(sign =>
      HAN.test(sign) && !index.entries.some(entry => fields(entry).some(one => one.words.includes(sign))))
  }

  /** Groups of results, best first: the items of an issue with the issue itself among them. */
  function search(index, text, variants = index.variants) {
    const query = parse(text, variants)
    if (!query.pieces.length) return []
    correct(query.pieces, index)
    const weighed = index.entries.map(entry => weigh(entry, query)).filter(Boolean)
    let hits = weighed.filter(({ lacking }) => !lacking.length)
    if (!hits.length) hits = weighed.filter(({ lacking }) => lacking.length <= query.units.length / 2)
    const date = ({ entry }) => (entry.parent || entry).doc.date || ""
    hits.sort((a, b) => a.lacking.length - b.lacking.length || b.score - a.score || (date(a) < date(b) ? 1 : date(a) > date(b) ? -1 : 0))
    const groups = new Map()
    for (const one of hits) {
      const parent = one.entry.parent || one.entry
      if (!groups.has(parent)) groups.set(parent, [])
      groups.get(parent).push(one)
    }
    return [...groups].slice(0, MOST).map(([parent, found]) => {
      // The dialog needs the issue in every group, to show whose items these are.
      if (!found.some(one => one.entry === parent)) found.push({ entry: parent, score: 0, lacking: [] })
      return found.map(one => rendered(one, query, index.variants))
    })
  }

  return { prepare, search, hasUnknown, variantsOf, fold, stem, field }
})()
