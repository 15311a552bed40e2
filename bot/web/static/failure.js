/** What a patient reads when no answer came: what happened, what to do now, and the emergency line. */

import { el, icon } from "./dom.js";
import { link } from "./links.js";

/** @typedef {import("./api.js").ChatError} ChatError */

const WORDS = {
  offline: "You are offline, so your question could not be sent.",
  unreachable: "We could not reach the clinic’s server. Please check your connection.",
  timeout: "The answer is taking too long.",
  too_many: "That was a lot of questions in a short time.",
  unavailable: "The chat is not available right now.",
  rejected: "Your question could not be accepted.",
  broken: "Something went wrong on our side.",
  unreadable: "We received an answer that we could not read, so we do not show it.",
};

/** @param {number} seconds */
const duration = (seconds) => {
  const [count, unit] = seconds <= 90 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
};

/**
 * @param {ChatError} error
 * @returns {string}
 */
export function explain(error) {
  const what = error.kind === "rejected" && error.detail ? error.detail : WORDS[error.kind];
  const when = error.retryAfter ? ` Please try again in ${duration(error.retryAfter)}.` : "";
  return what + when;
}

/**
 * @param {ChatError} error
 * @param {{emergencyLine: string, phone: string, phoneHref: string}} clinic
 * @param {() => void} retry
 * @returns {HTMLElement}
 */
export function renderFailure(error, clinic, retry) {
  const again = el("button", { type: "button", class: "button retry" }, "Try again");
  again.addEventListener("click", () => {
    if (again.getAttribute("aria-disabled") !== "true") retry();
  });
  holdBack(again, error.retryAfter);
  return el(
    "div",
    { class: "failure", "data-kind": error.kind },
    el("p", { class: "failure-text" }, explain(error)),
    el("p", { class: "failure-emergency" }, icon("alert"), el("strong", {}, error.emergency || clinic.emergencyLine)),
    el(
      "div",
      { class: "actions" },
      again,
      clinic.phone ? link(clinic.phoneHref, "button call", `Call ${clinic.phone}`, "phone") : null,
    ),
  );
}

/**
 * Keeps a button back until the server wants to hear from us again; it stays focusable meanwhile.
 *
 * @param {HTMLElement} button
 * @param {number} seconds
 */
function holdBack(button, seconds) {
  if (seconds <= 0) return;
  button.setAttribute("aria-disabled", "true");
  setTimeout(() => button.removeAttribute("aria-disabled"), seconds * 1000);
}
