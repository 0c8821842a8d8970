// Liveness of the form of a new key: what patterns match, the summary, rows that come and go. The form works without it.
import { localize } from "./apikeys-times.js";

const form = document.querySelector("[data-create]");
const rows = form?.querySelector("[data-rows]");
const settled = 300;
let timer;
let asking;

function show(row, preview) {
  const line = row.querySelector("[data-preview]");
  // A live region speaks on every change, also on one to the same words.
  if (line.textContent !== preview.sentence) {
    line.textContent = preview.sentence;
  }

  const instead = row.querySelector("[data-instead]");
  instead.hidden = !preview.instead;
  instead.type = "button";
  instead.value = preview.instead ?? "";
  instead.textContent = preview.insteadWords ?? "";
}

async function refresh() {
  asking?.abort();
  asking = new AbortController();
  const fields = new FormData(form);
  for (const name of [...fields.keys()].filter(name => name.startsWith("Proof."))) {
    fields.delete(name);
  }

  try {
    const answer = await fetch(form.dataset.live, { method: "POST", body: fields, signal: asking.signal });
    if (!answer.ok || !answer.headers.get("content-type")?.includes("json")) {
      return;
    }

    const { previews, summary } = await answer.json();
    [...rows.querySelectorAll("[data-row]")].forEach((row, at) => previews[at] && show(row, previews[at]));
    const line = form.querySelector("[data-summary]");
    line.innerHTML = summary;
    localize(line);
  } catch (error) {
    if (error.name !== "AbortError") {
      throw error;
    }
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, settled);
}

function removable() {
  const all = rows.querySelectorAll("[data-row]");
  for (const row of all) {
    row.querySelector("[data-remove]").hidden = all.length < 2;
  }
}

function add() {
  const row = rows.querySelector("[data-row]").cloneNode(true);
  const input = row.querySelector("input");
  const id = "pattern-" + crypto.randomUUID();
  row.querySelector("label").htmlFor = id;
  row.querySelector("[data-preview]").id = id + "-preview";
  input.id = id;
  input.value = "";
  input.removeAttribute("aria-invalid");
  input.setAttribute("aria-describedby", `glob-hint ${id}-preview`);
  show(row, { sentence: "" });
  rows.append(row);
  removable();
  input.focus();
}

function fitScopes() {
  const push = form.querySelector("[data-push]");
  form.querySelector("[data-push-kinds]").toggleAttribute("data-off", !push.checked);
}

function fitDate() {
  form.querySelector("[data-date]").hidden = !form.querySelector("[data-on-date]").checked;
}

function filter(text) {
  for (const pick of form.querySelectorAll(".pick")) {
    pick.hidden = !pick.textContent.toLowerCase().includes(text.trim().toLowerCase()) && !pick.querySelector("input").checked;
  }
}

form?.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button?.matches("[data-another]")) {
    event.preventDefault();
    add();
  } else if (button?.matches("[data-remove]")) {
    const row = button.closest("[data-row]");
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    removable();
    next.querySelector("input").focus();
    soon();
  } else if (button?.matches("[data-instead]")) {
    event.preventDefault();
    const input = button.closest("[data-row]").querySelector("input");
    input.value = button.value;
    input.focus();
    refresh();
  }
});

form?.addEventListener("input", event => {
  if (event.target.matches("#pick-filter")) {
    filter(event.target.value);
    return;
  }

  if (event.target.closest("[data-push-kinds]")) {
    form.querySelector("[data-push]").checked = true;
  }

  fitScopes();
  fitDate();
  soon();
});

if (form) {
  form.querySelector("[data-preview-button]").hidden = true;
  form.querySelector("[data-filter]")?.removeAttribute("hidden");
  form.querySelector("#pick-filter")?.addEventListener("keydown", event => event.key === "Enter" && event.preventDefault());
  removable();
  fitScopes();
  fitDate();
  refresh();
}
