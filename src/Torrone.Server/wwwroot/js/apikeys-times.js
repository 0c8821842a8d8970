// Says exact times in the reader's own zone. Without script they stand in UTC and say so.
const language = document.documentElement.lang;

export function localize(root) {
  if (language.includes("-x-")) {
    return;
  }

  // Plain English is the international one here, as the server writes it: day before month.
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "shortOffset",
  });
  for (const time of root.querySelectorAll("time[data-local]")) {
    time.textContent = format.formatToParts(new Date(time.dateTime))
      .map(part => part.type === "timeZoneName" ? `(${part.value.replace("GMT", "UTC").replace(/[+]0$/, "")})` : part.value).join("");
  }
}

localize(document);
