// A pack in a frame: sandboxed without any permission, so that nothing in it runs, whatever it holds.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const isNew = root.dataset.shown !== data.id
  root.dataset.shown = data.id
  const address = ownAddress(data.address)
  // A drawing of the page does not load again what is being read.
  const had = root.querySelector("iframe")
  const frame = address && (had && !isNew ? had : html("iframe", { sandbox: "", src: address, title: data.frame_title }))
  show(root,
    html("div", { class: "head" },
      html("h2", { tabindex: "-1", text: data.title }),
      html("button", { type: "button", class: "link", text: data.close, click: () => setTriggerValue("act", { close: data.id }) })),
    ...data.lines.map((text) => html("p", { text })),
    ...data.notes.map((note) => html("p", { class: `note ${note.tone || ""}` }, shape(note.mark), html("span", { text: note.text }))),
    data.files.length && html("ul", { class: "files", "aria-label": data.files_label },
      html("li", { class: "muted", "aria-hidden": "true", text: data.files_label }),
      ...data.files.filter((file) => ownAddress(file.value)).map((file) =>
        html("li", {}, html("a", { href: file.value, download: true, text: file.label }))),
      address && html("li", {}, html("a", { href: address, target: "_blank", rel: "noopener", text: data.alone }))),
    data.others.length > 1 && html("ul", { class: "files", "aria-label": data.others_label },
      html("li", { class: "muted", "aria-hidden": "true", text: data.others_label }),
      ...data.others.map((one) => html("li", {}, one.value === data.here
        ? html("b", { "aria-current": "true", text: one.label })
        : html("button", { type: "button", class: "link", text: one.label, click: () => setTriggerValue("act", { at: one.value }) })))),
    frame || html("p", { class: "muted", text: data.empty }))
  if (isNew) {
    root.scrollIntoView({ block: "start" })
    root.querySelector("h2").focus({ preventScroll: true })
  }
}
