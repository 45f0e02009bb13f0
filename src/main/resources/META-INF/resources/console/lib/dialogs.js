// @ts-check
/** Asks for the token, once a session, or again when it is no longer good. */
import { el } from "./dom.js";
import { t } from "./texts.js";

/** @returns {Promise<string>} */
export function askForToken() {
  const field = el("input", { type: "password", name: "token", required: true, autocomplete: "off", spellcheck: "false", "aria-describedby": "about-token" });
  const form = el("form", { method: "dialog" },
      el("h2", {}, t("token.title")), el("p", { id: "about-token" }, t("token.about")),
      el("label", {}, t("token.label"), field), el("button.primary", { type: "submit" }, t("token.go")));
  const dialog = el("dialog", {}, form);
  return new Promise((resolve) => {
    form.addEventListener("submit", () => {
      resolve(field.value.trim());
      dialog.remove();
    });
    // Without a token there is nothing behind it to go back to.
    dialog.addEventListener("cancel", (/** @type {Event} */ event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
  });
}
