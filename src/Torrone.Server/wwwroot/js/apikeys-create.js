// Liveness of the form of a new key: what patterns match, the summary, rows that come and go. The form works without it.
import { localize } from "./apikeys-times.js";

const form = document.querySelector("[data-create]");
const rows = form?.querySelector("[data-rows]");
const settled = 300;
let timer;
let asking;

// A live region speaks on every change, also on one to the same words.
function say(line, words) {
  if (line.textContent !== words) {
    line.textContent = words;
  }
}

function show(row, preview) {
  say(row.querySelector("[data-sentence]"), preview.sentence);
  say(row.querySelector("[data-wider]"), preview.wider ?? "");
  const instead = row.querySelector("[data-instead]");
  instead.hidden = !preview.instead;
  instead.type = "button";
  instead.value = preview.instead ?? "";
  instead.textContent = preview.insteadWords ?? "";
}

// What the form says, without the proof of who sends it.
function sent() {
  const fields = new FormData(form);
  for (const name of [...fields.keys()].filter(name => name.startsWith("Proof."))) {
    fields.delete(name);
  }

  return fields;
}

async function refresh() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.live, { method: "POST", body: sent(), signal: asking.signal });
    if (!answer.ok || !answer.headers.get("content-type")?.includes("json")) {
      return;
    }

    const { previews, summary, limits, ends } = await answer.json();
    [...rows.querySelectorAll("[data-row]")].forEach((row, at) => previews[at] && show(row, previews[at]));
    markup("[data-summary]", summary);
    markup("[data-ends]", ends);
    form.querySelector("[data-limits]").replaceChildren(...limits.map(limit => Object.assign(document.createElement("li"), { textContent: limit })));
  } catch (error) {
    if (error.name !== "AbortError") {
      throw error;
    }
  }
}

function markup(where, html) {
  const line = form.querySelector(where);
  if (line) {
    line.innerHTML = html;
    localize(line);
  }
}

// Another owner has other packages and another policy: those parts of the page come again.
async function reload() {
  const answer = await fetch(form.dataset.reload, { method: "POST", body: sent() });
  if (answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["[data-scopes]", "[data-picks]", "[data-expiry]"]) {
      const [old, fresh] = [form.querySelector(part), page.querySelector(part)];
      if (old && fresh) {
        old.replaceWith(fresh);
      } else if (fresh) {
        form.querySelector("[data-patterns]").append(fresh);
      } else {
        old?.remove();
      }
    }

    fit();
    await refresh();
  }
}

function fit() {
  form.querySelector("[data-filter]")?.removeAttribute("hidden");
  removable();
  fitScopes();
  fitDate();
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
  const date = form.querySelector("[data-date]");
  if (date) {
    date.hidden = !form.querySelector("[data-on-date]").checked;
  }
}

function filter(text) {
  for (const pick of form.querySelectorAll(".pick")) {
    pick.hidden = !pick.textContent.toLocaleLowerCase("en").includes(text.trim().toLocaleLowerCase("en")) && !pick.querySelector("input").checked;
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

  if (event.target.closest("[data-owners]")) {
    reload();
    return;
  }

  if (event.target.closest("[data-push-kinds]")) {
    form.querySelector("[data-push]").checked = true;
  }

  fitScopes();
  fitDate();
  soon();
});

form?.addEventListener("keydown", event => {
  if (event.target.matches("#pick-filter") && event.key === "Enter") {
    event.preventDefault();
  }
});

if (form) {
  form.querySelector("[data-preview-button]").hidden = true;
  fit();
  refresh();
}
