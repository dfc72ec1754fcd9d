// Boxes from left to right and what leads from one to the next. On a phone it is scrolled in its own frame.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  const drawing = svg("svg", {
    width: data.width, height: data.height, viewBox: `0 0 ${data.width} ${data.height}`, role: "img", "aria-label": data.description,
  })
  for (const link of data.links) {
    const half = (link.x2 - link.x1) / 2
    drawing.append(svg("path", { class: "way", d: `M${link.x1} ${link.y1}C${link.x1 + half} ${link.y1} ${link.x2 - half} ${link.y2} ${link.x2} ${link.y2}` }))
  }
  for (const step of data.steps) drawing.append(svg("text", { class: "step", x: step.x, y: 16, text: step.title }))
  const own = data.boxes[data.boxes.length - 1]
  for (const box of data.boxes) {
    const middle = box.y + box.height / 2
    drawing.append(
      svg("rect", { class: box === own ? "own" : "box", x: box.x, y: box.y, width: box.width, height: box.height, rx: 4 }),
      svg("text", { class: "label", x: box.x + 10, y: box.note ? middle - 3 : middle + 4, text: box.label }))
    if (box.note) drawing.append(svg("text", { class: "note", x: box.x + 10, y: middle + 12, text: box.note }))
  }
  show(root, html("figure", { role: "group", "aria-labelledby": "title" },
    html("h2", { id: "title", text: data.title }),
    html("div", { class: "scroll", tabindex: "0", role: "group", "aria-labelledby": "title" }, drawing)))
}
