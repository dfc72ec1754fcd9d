// Lines beside a form; what is new in them is read aloud.
export default function ({ data, parentElement }) {
  show(parentElement.querySelector(".root"),
    data.title && html("h2", { text: data.title }),
    html("div", { role: "status" }, ...data.notes.map((note) =>
      html("p", { class: `note ${note.tone || ""}` }, shape(note.mark), html("span", { text: note.text })))))
}
