// What is known of one thing: nothing here can be clicked.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  show(root,
    data.title && html("h3", { text: data.title }),
    ...data.lines.map((text) => html("p", { text })),
    data.notes.length && html("div", { role: data.is_alert ? "alert" : null }, ...data.notes.map((note) =>
      html("p", { class: `note ${note.tone || ""}` }, shape(note.mark), html("span", { text: note.text })))))
}
