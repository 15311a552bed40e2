/** The page's own words around an answer, in the language that the answer is in. */

/** @typedef {"en" | "es"} Language */

const ENGLISH = {
  urgent: "Urgent",
  resultsFor: "Showing results for ",
  general: "General information from our documents",
  also: "Also in our documents",
  contact: "Contact the clinic",
  call: "Call",
  book: "Book a visit",
  suggestions: "Questions our documents answer",
  related: "These passages are on a related subject but may not answer your question",
  from: "From ",
  page: "page",
};

/** @type {Record<Language, typeof ENGLISH>} */
const WORDS = {
  en: ENGLISH,
  es: {
    urgent: "Urgente",
    resultsFor: "Resultados para ",
    general: "Información general de nuestros documentos",
    also: "También en nuestros documentos",
    contact: "Comuníquese con la clínica",
    call: "Llamar al",
    book: "Pedir una cita",
    suggestions: "Preguntas que nuestros documentos responden",
    related: "Estos pasajes tratan de un tema cercano, pero quizá no respondan su pregunta",
    from: "De ",
    page: "página",
  },
};

/**
 * @param {Language} language
 * @returns {typeof ENGLISH}
 */
export const wordsIn = (language) => WORDS[language];
