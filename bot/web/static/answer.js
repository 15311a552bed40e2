/** An answer from the server, as elements: one order of parts for every status. */

import { el, icon } from "./dom.js";
import { renderExcerpt, source } from "./excerpt.js";
import { link, phoneHref } from "./links.js";
import { wordsIn } from "./words.js";

/** @typedef {import("./excerpt.js").Excerpt} Excerpt */

/**
 * @typedef {object} Answer
 * @property {string} conversation
 * @property {"answered" | "no_answer" | "urgent" | "advice" | "smalltalk"} status
 * @property {string} message
 * @property {Excerpt[]} excerpts
 * @property {Excerpt[]} related
 * @property {null | {text: string, phone: string, url: string}} referral
 * @property {null | {text: string, actions: {label: string, href: string}[]}} urgent
 * @property {null | {id: string, title: string}} topic what a follow-up will be taken to be about
 * @property {import("./words.js").Language} language of the words around the quotations
 * @property {string} understood the question without its typing mistakes, if it had any
 * @property {string[]} suggestions
 */

/**
 * @typedef {object} Clinic
 * @property {string} phone
 * @property {string} phoneHref
 */

/** @typedef {(answer: Answer, clinic: Clinic) => HTMLElement | null} Part */

const words = (/** @type {Answer} */ { language }) => wordsIn(language);

/** @type {Part} */
function notice(answer) {
  const { urgent } = answer;
  if (!urgent) return null;
  return el(
    "section",
    { class: "urgent", "aria-label": words(answer).urgent },
    el("p", { class: "urgent-text" }, icon("alert"), el("strong", {}, urgent.text)),
    el("div", { class: "actions" }, ...urgent.actions.map(({ label, href }) => link(href, "button", label))),
  );
}

/** @type {Part} */
function lead({ message, urgent }) {
  if (!message || message === urgent?.text) return null;
  return el("p", { class: "lead" }, message);
}

/** @type {Part} */
function understood(answer) {
  if (!answer.understood) return null;
  return el("p", { class: "understood" }, words(answer).resultsFor, el("q", {}, answer.understood));
}

/** @type {Part} */
function excerpts(answer) {
  if (answer.excerpts.length === 0) return null;
  const cards = answer.excerpts.map((excerpt) => renderExcerpt(excerpt, excerpt.highlights, words(answer)));
  const label = (/** @type {string} */ text) => el("h3", { class: "label" }, text);
  if (answer.status === "advice") cards.unshift(label(words(answer).general));
  else if (cards.length > 1) cards.splice(1, 0, label(words(answer).also));
  return el("div", { class: "excerpts" }, ...cards);
}

/** @type {Part} */
function referral(answer, clinic) {
  if (!answer.referral) return null;
  const { text, phone, url } = answer.referral;
  const dial = phone === clinic.phone && clinic.phoneHref ? clinic.phoneHref : phoneHref(phone);
  return el(
    "section",
    { class: "referral", "aria-label": words(answer).contact },
    el("p", {}, text),
    el(
      "div",
      { class: "actions" },
      phone ? link(dial, "button call", `${words(answer).call} ${phone}`, "phone") : null,
      url ? link(url, "button book", words(answer).book) : null,
    ),
  );
}

/** @type {Part} */
function suggestions(answer) {
  if (answer.suggestions.length === 0) return null;
  const buttons = answer.suggestions.map((question) =>
    el("li", {}, el("button", { type: "button", class: "suggestion" }, question)),
  );
  return el(
    "div",
    { class: "suggestions" },
    el("h3", {}, words(answer).suggestions),
    el("ul", {}, ...buttons),
  );
}

/**
 * Folded away and without marks: a mark says "this answers you", and these do not.
 *
 * @type {Part}
 */
function related(answer) {
  if (answer.related.length === 0) return null;
  return el(
    "details",
    { class: "related" },
    el("summary", {}, words(answer).related),
    ...answer.related.map((excerpt) => renderExcerpt(excerpt, [], words(answer))),
  );
}

const USUAL = [notice, understood, lead, excerpts, referral, suggestions, related];
/** Where the physician is the answer, the way to the physician comes before anything we quote. */
const PHYSICIAN_FIRST = [notice, understood, lead, referral, excerpts, suggestions, related];

/**
 * @param {Answer} answer
 * @param {Clinic} clinic
 * @returns {HTMLElement}
 */
export function renderAnswer(answer, clinic) {
  const order = ["advice", "no_answer"].includes(answer.status) ? PHYSICIAN_FIRST : USUAL;
  return el(
    "div",
    { class: "answer", "data-status": answer.status, lang: answer.language },
    ...order.map((part) => part(answer, clinic)),
  );
}

/**
 * What a screen reader says when the answer arrives: the words and the best passage, not every link.
 *
 * @param {Answer} answer
 * @returns {string}
 */
export function spoken(answer) {
  const { urgent, message } = answer;
  const [first] = answer.excerpts;
  const parts = [urgent?.text, message === urgent?.text ? "" : message];
  if (first) parts.push(first.text, `${words(answer).from}${source(first, words(answer).page)}.`);
  return parts.filter(Boolean).join("\n");
}
