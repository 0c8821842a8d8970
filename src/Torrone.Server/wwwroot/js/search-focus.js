// "/" goes to the search field, unless somebody is typing.
const field = [...document.querySelectorAll("[data-search]")].at(-1);

document.addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !field || field.offsetParent === null) {
    return;
  }

  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (!typing && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
