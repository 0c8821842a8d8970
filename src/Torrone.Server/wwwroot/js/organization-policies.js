// Says what a policy would hit while it is filled in; the Preview button does the same without script.
const form = document.querySelector("[data-policies]");
const place = form?.querySelector("[data-reach]");
if (form && place) {
  let timer = 0;
  let asked = 0;
  const look = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch("?handler=Preview", { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } });
      const html = answer.ok ? await answer.text() : "";
      if (mine === asked) {
        place.innerHTML = html;
      }
    } catch {
      // The server is away: saving will say so.
    }
  };
  form.addEventListener("input", event => {
    if (event.target.name?.startsWith("Input.")) {
      clearTimeout(timer);
      timer = setTimeout(look, 300);
    }
  });
}
