/** The chat page: what happens when a question is sent. Nothing here outlives the page. */

import { renderAnswer, spoken } from "./answer.js";
import { ChatError, ask } from "./api.js";
import { createComposer } from "./composer.js";
import { el } from "./dom.js";
import { explain, renderFailure } from "./failure.js";
import { createTopic } from "./topic.js";

/** Most answers are here sooner; a sign that flashes up and goes would only unsettle. */
const WAITING_AFTER_MS = 300;

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const { endpoint, emergencyLine, phone, phoneHref } = byId("chat").dataset;
const clinic = { emergencyLine, phone, phoneHref };
const transcript = byId("transcript");
const startOver = byId("start-over");
const announcer = byId("announcer");
const touch = window.matchMedia("(hover: none) and (pointer: coarse)");

/** @type {string | null} */
let conversation = null;
/** @type {AbortController | null} The one request under way. */
let request = null;
/** @type {HTMLElement | null} The question that failed last; the next one takes its place. */
let failed = null;

/** Whether the next question is about nothing that was said before. */
let forget = false;

const topic = createTopic(byId("topic"), () => {
  forget = true;
  announce("Your next question can be about anything.");
  composer.focus();
});
const composer = createComposer(/** @type {HTMLFormElement} */ (byId("composer")), { send, announce });

/** @param {string} question */
async function send(question) {
  if (request) return;
  const mine = new AbortController();
  request = mine;
  failed?.remove();
  failed = null;
  const turn = el(
    "article",
    { class: "turn" },
    el("h2", { class: "question", dir: "auto" }, el("span", { class: "visually-hidden" }, "You asked: "), question),
  );
  transcript.append(turn);
  startOver.hidden = false;
  composer.setBusy(true);
  composer.take(question);
  // On a phone the keyboard would cover the answer; with a keyboard of its own, the next question follows.
  if (touch.matches) composer.blur();
  else composer.focus();
  turn.scrollIntoView({ block: "start" });
  const waiting = setTimeout(() => {
    const sign = el("p", { class: "waiting" }, "Looking through our documents");
    turn.append(sign);
    sign.scrollIntoView({ block: "nearest" });
    announce("Looking through our documents.");
  }, WAITING_AFTER_MS);

  try {
    const answer = await ask(endpoint, { message: question, conversation, forget }, mine);
    if (request !== mine) return;
    forget = false;
    topic.show(answer.topic);
    const shown = renderAnswer(answer, clinic);
    conversation = answer.conversation;
    show(turn, shown, spoken(answer));
  } catch (error) {
    if (request !== mine) return;
    const failure = error instanceof ChatError ? error : new ChatError("unreadable");
    failed = turn;
    composer.giveBack(question);
    show(
      turn,
      renderFailure(failure, clinic, () => send(question)),
      `${explain(failure)} ${failure.emergency || emergencyLine}`,
    );
  } finally {
    clearTimeout(waiting);
    if (request === mine) {
      request = null;
      composer.setBusy(false);
    }
  }
}

/**
 * @param {HTMLElement} turn
 * @param {HTMLElement} content
 * @param {string} words
 */
function show(turn, content, words) {
  turn.querySelector(".waiting")?.remove();
  turn.append(content);
  announce(words);
  // A short question stays in sight above its answer; a long one would push the answer off a phone.
  const question = /** @type {HTMLElement} */ (turn.firstElementChild);
  const top = question.offsetHeight < window.innerHeight / 5 ? turn : content;
  top.scrollIntoView({ block: "start" });
}

/**
 * The page's one live region. It is emptied first: the same words twice are no change, and go unsaid.
 *
 * @param {string} words
 */
function announce(words) {
  announcer.textContent = "";
  setTimeout(() => {
    announcer.textContent = words;
  }, 50);
}

function reset() {
  request?.abort();
  request = null;
  conversation = null;
  forget = false;
  topic.show(null);
  failed = null;
  transcript.replaceChildren();
  startOver.hidden = true;
  composer.setBusy(false);
  composer.clear();
  announce("The conversation has been cleared.");
  window.scrollTo({ top: 0 });
  composer.focus();
}

byId("chat").addEventListener("click", ({ target }) => {
  const suggestion = target instanceof Element ? target.closest("button.suggestion") : null;
  if (suggestion) send(suggestion.textContent ?? "");
});
startOver.addEventListener("click", reset);

// What stays fixed at the top and bottom must never cover what we scroll to, however its words wrap.
const scroller = document.documentElement;
const measure = () => {
  scroller.style.setProperty("--top-height", `${byId("top").offsetHeight}px`);
  scroller.style.setProperty("--composer-height", `${byId("composer").offsetHeight}px`);
};
const sizes = new ResizeObserver(measure);
sizes.observe(byId("top"));
sizes.observe(byId("composer"));

byId("not-started").remove();
const first = document.getElementById("suggestions");
if (first) first.hidden = false;
