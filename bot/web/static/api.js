/** The one call this page makes, and every way in which it can fail. */

/** @typedef {import("./answer.js").Answer} Answer */
/** @typedef {"offline" | "unreachable" | "timeout" | "too_many" | "unavailable" | "rejected" | "broken" | "unreadable"} Kind */

const TIMEOUT_MS = 20_000;

export class ChatError extends Error {
  /**
   * @param {Kind} kind
   * @param {{detail?: string, emergency?: string, retryAfter?: number}} [more] retryAfter in seconds
   */
  constructor(kind, { detail = "", emergency = "", retryAfter = 0 } = {}) {
    super(kind);
    this.kind = kind;
    this.detail = detail;
    this.emergency = emergency;
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {string} endpoint
 * @param {{message: string, conversation: string | null, forget: boolean}} asked forget: that the message
 *   is about nothing that was said before
 * @param {AbortController} request aborted by the caller when nobody waits for the answer any more
 * @returns {Promise<Answer>}
 * @throws {ChatError}
 */
export async function ask(endpoint, { message, conversation, forget }, request) {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    request.abort();
  }, TIMEOUT_MS);
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      // A topic that is left out stays as it is; null clears it.
      body: JSON.stringify(forget ? { message, conversation, topic: null } : { message, conversation }),
      cache: "no-store",
      signal: request.signal,
    });
    const body = await response.text();
    if (!response.ok) throw problem(response, body);
    return readAnswer(body);
  } catch (error) {
    if (error instanceof ChatError) throw error;
    if (late) throw new ChatError("timeout");
    throw new ChatError(navigator.onLine ? "unreachable" : "offline");
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} body
 * @returns {any} null where it is not a JSON object: a proxy in between may answer with a page of its own
 */
function parse(body) {
  try {
    const value = JSON.parse(body);
    return value !== null && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value : "");
/** @param {unknown} value */
const list = (value) => (Array.isArray(value) ? value : []);

/**
 * @param {Response} response
 * @param {string} body
 * @returns {ChatError}
 */
function problem(response, body) {
  const said = parse(body) ?? {};
  const more = {
    detail: text(said.detail),
    emergency: text(said.emergency),
    retryAfter: Math.max(0, Number.parseInt(response.headers.get("Retry-After") ?? "", 10) || 0),
  };
  if (response.status === 429) return new ChatError("too_many", more);
  if (response.status === 503) return new ChatError("unavailable", more);
  return new ChatError(response.status < 500 ? "rejected" : "broken", more);
}

/**
 * @param {string} body
 * @returns {Answer}
 */
function readAnswer(body) {
  const said = parse(body);
  if (!said || !text(said.status) || !text(said.message)) throw new ChatError("unreadable");
  return {
    conversation: said.conversation ?? null,
    status: said.status,
    message: said.message,
    excerpts: list(said.excerpts).map(readExcerpt),
    related: list(said.related).map(readExcerpt),
    referral: said.referral
      ? { text: text(said.referral.text), phone: text(said.referral.phone), url: text(said.referral.url) }
      : null,
    urgent: said.urgent ? { text: text(said.urgent.text), actions: list(said.urgent.actions) } : null,
    topic: said.topic ? { id: text(said.topic.id), title: text(said.topic.title) } : null,
    language: said.language === "es" ? "es" : "en",
    understood: text(said.understood),
    suggestions: list(said.suggestions),
  };
}

/**
 * @param {any} said
 * @returns {import("./excerpt.js").Excerpt}
 */
function readExcerpt(said) {
  if (!text(said?.text) || !said.document) throw new ChatError("unreadable");
  const { id, title, url, language } = said.document;
  return {
    text: said.text,
    document: { id: text(id), title: text(title), url: text(url), language: text(language) },
    section: text(said.section),
    page: typeof said.page === "number" ? said.page : null,
    highlights: list(said.highlights),
  };
}
