/** A passage of a document: its exact text, the answering sentences marked, and where it stands. */

import { el } from "./dom.js";
import { link } from "./links.js";

/**
 * @typedef {object} Span
 * @property {number} start
 * @property {number} end
 */

/**
 * @typedef {object} Excerpt
 * @property {string} text
 * @property {{id: string, title: string, url: string, language: string}} document
 * @property {string} section
 * @property {number | null} page
 * @property {Span[]} highlights
 */

/**
 * Lines of `text`, each in an element of its own that keeps its "\n": together they read exactly as
 * `text`. Offsets are code points, as the server counts them, not UTF-16 units.
 *
 * @param {string} text
 * @param {Span[]} highlights
 * @returns {HTMLElement[]}
 */
export function lines(text, highlights) {
  const points = Array.from(text);
  const marked = points.map((_, at) => highlights.some(({ start, end }) => start <= at && at < end));
  const found = [];
  for (let start = 0; start < points.length; ) {
    const lineFeed = points.indexOf("\n", start);
    const end = lineFeed < 0 ? points.length : lineFeed + 1;
    const line = el("span", { class: points[start] === "•" ? "line item" : "line" });
    while (start < end) {
      let stop = start + 1;
      while (stop < end && marked[stop] === marked[start]) stop += 1;
      const run = points.slice(start, stop).join("");
      line.append(marked[start] ? el("mark", {}, run) : run);
      start = stop;
    }
    found.push(line);
  }
  return found;
}

/**
 * @param {Excerpt} excerpt
 * @param {string} page the word for it
 * @returns {string} "document · section · page 3", without what there is not or would say nothing more
 */
export function source({ document: { title }, section, page: number }, page) {
  return [title, section !== title && section, number && `${page} ${number}`].filter(Boolean).join(" · ");
}

/**
 * @param {Excerpt} excerpt
 * @param {Span[]} highlights
 * @param {ReturnType<typeof import("./words.js").wordsIn>} words
 * @returns {HTMLElement}
 */
export function renderExcerpt(excerpt, highlights, words) {
  return el(
    "figure",
    { class: "excerpt" },
    el("blockquote", { dir: "auto", lang: excerpt.document.language }, ...lines(excerpt.text, highlights)),
    el(
      "figcaption",
      {},
      el("span", { class: "from" }, words.from),
      el("cite", {}, link(excerpt.document.url, "source", source(excerpt, words.page), "open")),
    ),
  );
}
