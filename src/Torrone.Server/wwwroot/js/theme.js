// Changes the colours at once; the form's ordinary post keeps the choice, with or without this script.
const form = document.querySelector("[data-theme-switch]");

form?.addEventListener("submit", async event => {
  const chosen = event.submitter;
  if (!chosen || chosen.name !== "theme") {
    return;
  }

  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  body.set("theme", chosen.value);
  document.documentElement.dataset.theme = chosen.value;
  for (const button of form.querySelectorAll("[name=theme]")) {
    button.setAttribute("aria-pressed", String(button === chosen));
  }

  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (answer.type === "opaqueredirect") {
    const said = document.createElement("p");
    said.className = "hidden";
    said.textContent = form.dataset.done;
    document.getElementById("toasts").replaceChildren(said);
  }
});
