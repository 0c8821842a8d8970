// Sends the package with progress and a way to stop, and takes a dropped file. Without this script the form posts as it is.
const form = document.querySelector("[data-upload]");
const file = form.querySelector("[data-file]");
const drop = form.querySelector("[data-drop]");
const send = form.querySelector("[data-send]");
const cancel = form.querySelector("[data-cancel]");
const progress = form.querySelector("[data-progress]");
const bar = progress.querySelector("progress");
const words = progress.querySelector("[data-progress-words]");
const sizes = form.dataset.sizes.split("|");
const numbers = new Intl.NumberFormat(document.documentElement.lang.split("-x-")[0], { maximumFractionDigits: 1 });
let request = null;

function size(bytes) {
  const unit = bytes < 1024 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log2(bytes) / 10));
  return sizes[unit].replace("{0}", numbers.format(bytes / 1024 ** unit));
}

function say(sentence) {
  progress.hidden = false;
  words.textContent = sentence;
}

// What the last file was told.
function clear() {
  for (const told of document.querySelectorAll("main [role=alert], main [data-warnings]")) told.remove();
}

function rest(sentence) {
  request = null;
  cancel.hidden = true;
  bar.hidden = true;
  say(sentence);
}

// The answer is the preview (the browser goes there) or this page again with what is wrong.
function show() {
  if (new URL(request.responseURL).pathname !== location.pathname) {
    location.assign(request.responseURL);
    return;
  }

  const main = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
  const alert = main?.querySelector("[role=alert]");
  if (!alert) {
    rest(form.dataset.failed);
    return;
  }

  clear();
  form.before(alert, ...main.querySelectorAll("[data-warnings]"));
  alert.focus();
  request = null;
  progress.hidden = true;
  cancel.hidden = true;
}

function start() {
  const chosen = file.files[0];
  if (chosen.size > Number(form.dataset.maxBytes)) {
    rest(form.dataset.tooLarge);
    return;
  }

  clear();
  request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.setRequestHeader("Accept", "text/html");
  bar.hidden = false;
  bar.value = 0;
  cancel.hidden = false;
  let said = 0;
  request.upload.addEventListener("progress", event => {
    bar.value = event.loaded / event.total;
    // Often enough to see, seldom enough to listen to.
    if (performance.now() - said > 500 || event.loaded === event.total) {
      said = performance.now();
      say(event.loaded === event.total
        ? form.dataset.checking
        : form.dataset.sending.replace("{0}", size(event.loaded)).replace("{1}", size(event.total)));
    }
  });
  request.addEventListener("load", show);
  request.addEventListener("error", () => rest(form.dataset.failed));
  request.addEventListener("abort", () => rest(form.dataset.cancelled));
  request.send(new FormData(form));
}

form.addEventListener("submit", event => {
  if (file.files.length === 0) {
    return;
  }

  event.preventDefault();
  if (!request) {
    start();
  }
});

cancel.addEventListener("click", () => {
  request?.abort();
  send.focus();
});

form.querySelector("[data-drop-hint]").hidden = false;
for (const type of ["dragenter", "dragover"]) {
  drop.addEventListener(type, event => {
    event.preventDefault();
    drop.toggleAttribute("data-over", true);
  });
}

for (const type of ["dragleave", "drop"]) {
  drop.addEventListener(type, () => drop.toggleAttribute("data-over", false));
}

drop.addEventListener("drop", event => {
  event.preventDefault();
  if (event.dataTransfer.files.length > 0) {
    file.files = event.dataTransfer.files;
  }
});
