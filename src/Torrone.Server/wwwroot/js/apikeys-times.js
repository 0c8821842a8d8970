// Says exact times in the reader's own zone. Without script they stand in UTC and say so.
const language = document.documentElement.lang;

// As the server writes it, so that nothing moves when script takes over: a comma between day and time ("at", "um", "à"; but not the "de"
// within a Spanish or Portuguese date), the zone in brackets.
function written({ type, value }) {
  switch (type) {
    case "timeZoneName": return `(${value.replace("GMT", "UTC").replace(/[+]0$/, "")})`;
    case "literal": return /^\s+\p{L}+\s+$/u.test(value) && value.trim() !== "de" ? ", " : value;
    default: return value;
  }
}

export function localize(root) {
  if (language.includes("-x-")) {
    return;
  }

  // Plain English is the international one here, as the server writes it: day before month.
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "shortOffset",
  });
  for (const time of root.querySelectorAll("time[data-local]")) {
    time.textContent = format.formatToParts(new Date(time.dateTime)).map(written).join("");
  }
}

localize(document);
