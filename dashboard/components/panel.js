// One thing by itself. When it is another than before, the reader is taken to it: it may lie far from the click.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const isNew = root.dataset.shown !== data.id
  root.dataset.shown = data.id
  const said = data.notes.map((note) => note.text).join("\n")
  const answered = said && root.dataset.said !== said
  root.dataset.said = said
  show(root,
    html("div", { class: "head" },
      html("h2", { id: "title", tabindex: "-1", text: data.title }),
      html("button", { type: "button", class: "link", text: data.close, click: () => setTriggerValue("act", { close: data.id }) })),
    ...data.lines.map((text) => html("p", { text })),
    data.links.length && html("p", { class: "links" }, ...data.links.map((link) =>
      html("button", { type: "button", class: "link", text: link.label, click: () => setTriggerValue("act", { follow: link.value }) }))),
    html("div", { role: "status", class: "notes" }, ...data.notes.map((note) =>
      html("p", { class: `note ${note.tone || ""}` }, shape(note.mark), html("span", { text: note.text })))),
    data.earlier.length && html("h3", { text: data.earlier_title }),
    data.earlier.length && html("ul", { class: "earlier" }, ...data.earlier.map((said) =>
      html("li", {}, html("b", { text: said.head }), html("span", { text: said.text })))))
  if (isNew) {
    root.scrollIntoView({ block: "start" })
    root.querySelector("h2").focus({ preventScroll: true })
  } else if (answered) root.querySelector(".notes").scrollIntoView({ block: "center" }) // its button is at the form's end
}
