// Copy buttons of code blocks. The words come from the page; where the clipboard refuses, the text is selected and the person told so.
const toasts = document.getElementById("toasts");

function announce(words) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = words;
  toasts.replaceChildren(toast);
  setTimeout(() => toast.remove(), 4000);
}

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

for (const block of document.querySelectorAll("[data-copy]")) {
  const button = block.querySelector(".code-copy");
  const text = block.querySelector(".code-text code");
  const word = block.querySelector(".code-copy-word");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.dataset.state = "done";
      word.textContent = block.dataset.copied;
      announce(block.dataset.copied);
    } catch {
      select(text);
      announce(block.dataset.refused);
    }
  });
}
