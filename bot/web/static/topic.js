/** The chip above the question box that says what a follow-up will be taken to be about. */

/**
 * @param {HTMLElement} chip
 * @param {() => void} removed what to do when the patient takes the topic away
 */
export function createTopic(chip, removed) {
  const name = /** @type {HTMLElement} */ (chip.querySelector(".topic-name"));
  const remove = /** @type {HTMLButtonElement} */ (chip.querySelector("button"));

  /** @param {null | {id: string, title: string}} topic */
  function show(topic) {
    chip.hidden = topic === null;
    name.textContent = topic?.title ?? "";
    remove.setAttribute("aria-label", topic ? `Stop talking about ${topic.title}` : "");
  }

  remove.addEventListener("click", () => {
    show(null);
    removed();
  });
  return { show };
}
