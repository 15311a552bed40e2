/** Links whose address came from the server: only schemes a patient can safely follow. */

import { el, icon } from "./dom.js";

const WEB = new Set(["http:", "https:"]);
const CALLS = new Set(["tel:", "sms:", "mailto:"]);

/**
 * @param {unknown} href
 * @returns {URL | null} null for what must not become a link
 */
export function safeUrl(href) {
  if (typeof href !== "string" || href.trim() === "") return null;
  try {
    const url = new URL(href, document.baseURI);
    return WEB.has(url.protocol) || CALLS.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/**
 * A link, or the same words as plain text where the address is not safe. Web pages open in a new tab:
 * the conversation is kept nowhere else, and leaving this page would lose it.
 *
 * @param {string} href
 * @param {string} className
 * @param {string} label
 * @param {string} [iconName]
 * @returns {HTMLElement}
 */
export function link(href, className, label, iconName) {
  const url = safeUrl(href);
  if (!url) return el("span", {}, label);
  const picture = iconName ? icon(iconName) : null;
  if (!WEB.has(url.protocol)) return el("a", { class: className, href }, picture, label);
  return el(
    "a",
    { class: className, href, target: "_blank", rel: "noopener" },
    label,
    el("span", { class: "visually-hidden" }, " (opens in a new tab)"),
    picture,
  );
}

/**
 * A number as people write it, as an address a phone can dial; what follows "ext" is dialled after a pause.
 *
 * @param {string} phone
 * @returns {string} "" for what cannot be dialled with certainty (letters, two numbers): better no link than a wrong one
 */
export function phoneHref(phone) {
  const [, number, extension] = /^\s*(\+?[\d(][\d\s().\-/\u2010-\u2013]*?)\s*(?:(?:ext|x|#)\.?\s*(\d+))?\s*$/i.exec(phone) ?? [];
  if (!number) return "";
  const digits = number.replace(/(?!^\+)\D/g, "");
  return extension ? `tel:${digits},${extension}` : `tel:${digits}`;
}
