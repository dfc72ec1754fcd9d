// Lines beside a form; what is new in them is read aloud, and what answers a press of a button comes into sight.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  const said = data.notes.map((note) => note.text).join("\n")
  const isNew = root.dataset.said !== said
  root.dataset.said = said
  show(root,
    data.title && html("h2", { text: data.title }),
    html("div", { role: "status" }, ...data.notes.map((note) =>
      html("p", { class: `note ${note.tone || ""}` }, shape(note.mark), html("span", { text: note.text })))))
  if (data.answers && isNew) root.scrollIntoView({ block: "center" })
}
