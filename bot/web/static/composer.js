/** The box a question is written in: it grows, counts, and sends on Enter. */

const COUNT_FROM = 100;

/**
 * @param {HTMLFormElement} form
 * @param {{send: (question: string) => void, announce: (words: string) => void}} handlers
 */
export function createComposer(form, { send, announce }) {
  const max = Number(form.dataset.maxChars);
  const field = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector(".send"));
  const count = /** @type {HTMLElement} */ (form.querySelector(".count"));
  let busy = false;

  const question = () => field.value.trim();
  const left = () => max - Array.from(question()).length;

  function fit() {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  }

  function update() {
    const remaining = left();
    const characters = Math.abs(remaining) === 1 ? "character" : "characters";
    const words = `${Math.abs(remaining)} ${characters} ${remaining < 0 ? "too long" : "left"}`;
    const wasOver = field.getAttribute("aria-invalid") === "true";
    const wasNear = !count.hidden;
    count.hidden = remaining > COUNT_FROM;
    count.textContent = count.hidden ? "" : words;
    field.setAttribute("aria-invalid", String(remaining < 0));
    button.setAttribute("aria-disabled", String(busy || remaining < 0));
    // Said when a limit is crossed, not at every letter.
    if ((remaining < 0) !== wasOver || wasNear === count.hidden) announce(count.textContent);
    fit();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (busy || left() < 0) return;
    if (question() === "") field.focus();
    else send(question());
  });
  field.addEventListener("input", update);
  field.addEventListener("keydown", (event) => {
    // While an input method composes a word, Enter chooses it; 229 is how Safari says so.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });
  // The width decides how the text wraps; and a browser may put text back when a patient returns to the page.
  window.addEventListener("resize", fit);
  window.addEventListener("pageshow", update);

  form.hidden = false;
  update();

  return {
    focus: () => field.focus({ preventScroll: true }),
    blur: () => field.blur(),
    /** @param {boolean} value */
    setBusy(value) {
      busy = value;
      update();
    },
    /** @param {string} sent takes a question out of the box once it is on its way, and leaves any other text there */
    take(sent) {
      if (question() !== sent) return;
      field.value = "";
      update();
    },
    /** @param {string} unsent puts it back, unless the patient has begun to write something else */
    giveBack(unsent) {
      if (question() !== "") return;
      field.value = unsent;
      update();
    },
    clear() {
      field.value = "";
      update();
    },
  };
}
