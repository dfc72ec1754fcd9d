export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  document.documentElement.lang = data.language
  // Streamlit makes its scrolling frame a stop of the keyboard, without a name and before the way past the masthead.
  document.getElementById("stMain")?.setAttribute("tabindex", "-1")

  const link = (page) => html("a", {
    href: ownAddress(page.address), text: page.label, "aria-current": page.is_here ? "page" : null,
    click: (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      setTriggerValue("act", { page: page.key })
    },
  })
  const language = (choice) => html("button", {
    type: "button", lang: choice.value, text: choice.label, "aria-pressed": String(choice.value === data.language),
    click: () => setTriggerValue("act", { language: choice.value }),
  })
  const people = data.people.length ? html("select", { id: "person" }, ...data.people.map((person) =>
    html("option", { value: person.value, text: person.label, selected: person.value === data.person }))) : null
  if (people) people.onchange = () => setTriggerValue("act", { person: people.value })

  const toContent = () => {
    const headline = document.querySelector(".st-key-headline")
    const hosts = headline ? [headline, ...headline.querySelectorAll("*")] : []
    const title = hosts.map((host) => (host.shadowRoot || host).querySelector("h1")).find(Boolean)
    if (title) title.focus()
  }

  show(root,
    html("button", { class: "skip", type: "button", text: data.skip, click: toContent }),
    html("header", { class: "bar" },
      html("div", { class: "brand" }, mark(), html("span", { text: "Pejling" }),
        html("span", { class: "place", text: data.municipality })),
      html("nav", { class: "pages", "aria-label": data.pages_label }, ...data.pages.map(link)),
      html("div", { class: "who" }, people && html("label", { for: "person", text: data.person_label }), people),
      html("div", { class: "languages", role: "group", "aria-label": data.language_label }, ...data.languages.map(language)),
    ),
  )
}

// The mark: a bearing taken of a landmark.
function mark() {
  return svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", fill: "none", stroke: "currentColor", "stroke-width": 2 },
    svg("circle", { cx: 12, cy: 12, r: 10 }),
    svg("path", { d: "M12 12L17.2 6.2", "stroke-linecap": "round" }),
    svg("circle", { cx: 12, cy: 12, r: 2.2, fill: "currentColor", stroke: "none" }))
}
