export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  document.documentElement.lang = data.language
  // Streamlit makes its scrolling frame a stop of the keyboard, without a name and before the way past the masthead.
  document.getElementById("stMain")?.setAttribute("tabindex", "-1")

  const language = (choice) => html("button", {
    type: "button", lang: choice.value, "aria-label": choice.label, title: choice.label,
    text: choice.value.toUpperCase(), "aria-pressed": String(choice.value === data.language),
    click: () => setTriggerValue("act", { language: choice.value }),
  })
  const people = data.people.length && !data.name ? html("select", { id: "person" }, ...data.people.map((person) =>
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
      html("div", { class: "brand" }, mark(), html("div", {}, html("span", { class: "name", text: "Pejling" }),
        html("span", { class: "place", text: data.municipality }))),
      menu(data, (page) => setTriggerValue("act", { page })),
      html("div", { class: "who" }, people && html("label", { for: "person", text: data.person_label }), people,
        data.name && self(data, (person) => setTriggerValue("act", { person }))),
      html("div", { class: "languages", role: "group", "aria-label": data.language_label }, ...data.languages.map(language)),
    ),
  )
}

// Groups that open one at a time, side by side; on a narrow window all of them stand behind one button. Both are drawn,
// the style sheet shows one. Opened things close when the focus leaves them, so nothing has to be heard of the page.
function menu(data, go) {
  const link = (page) => html("a", {
    href: ownAddress(page.address), "aria-current": page.is_here ? "page" : null,
    click: (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      close(true)
      go(page.key)
    },
  }, html("span", { class: "page", text: page.label }), html("span", { class: "question", text: page.question }))
  const group = (one, index) => {
    const isHere = one.pages.some((page) => page.is_here)
    if (one.pages.length === 1) return html("li", { class: "alone" }, link(one.pages[0]))
    const panel = html("ul", { id: `group-${index}`, class: "panel", tabindex: "-1" },
      ...one.pages.map((page) => html("li", {}, link(page))))
    const opener = html("button", {
      type: "button", class: "opener", "aria-expanded": "false", "aria-controls": panel.id,
      "aria-current": isHere ? "true" : null,
    }, html("span", { text: one.label }), chevron())
    return html("li", { class: "group" }, opener, html("span", { class: "heading", text: one.label }), panel)
  }

  const groups = html("ul", { id: "groups", class: "groups", tabindex: "-1" }, ...data.groups.map(group))
  const whole = html("button", {
    type: "button", class: "whole", "aria-expanded": "false", "aria-controls": groups.id,
  }, bars(), html("span", { text: data.menu_label }))
  const nav = html("nav", { "aria-label": data.pages_label }, whole, groups)
  const close = opening(nav, [...nav.querySelectorAll(".opener, .alone > a")], whole)
  return nav
}

// Who is logged in: under their name the roles that they can look in, and the way out.
function self(data, look) {
  const role = data.people.find((one) => one.value === data.person)
  const choice = (one) => html("li", {}, html("button", {
    type: "button", class: "choice", text: one.label, "aria-pressed": String(one === role),
    click: () => { close(true); look(one.value) },
  }))
  const panel = html("ul", { id: "self", class: "panel", tabindex: "-1", "aria-label": data.person_label },
    ...data.people.map(choice),
    html("li", { class: "last" }, html("a", { href: data.way_out, target: "_self", text: data.log_out })))
  const opener = html("button", {
    type: "button", class: "opener", "aria-expanded": "false", "aria-controls": panel.id,
  }, html("span", { class: "both" }, html("span", { class: "called", text: data.name }),
    role && html("span", { class: "place", text: role.label })), chevron())
  const place = html("div", { class: "group self" }, opener, panel)
  const close = opening(place, [opener])
  return place
}

// Lets words open what stands under them, one at a time; gives back what closes it.
function opening(nav, openers, whole) {
  const isOpen = (opener) => opener.getAttribute("aria-expanded") === "true"
  const all = [...(whole ? [whole] : []), ...openers]
  const opened = () => all.find(isOpen)
  const close = (isToKeepFocus) => {
    const had = opened()
    if (!had) return
    had.setAttribute("aria-expanded", "false")
    if (isToKeepFocus) had.focus()
  }
  const toggle = (opener) => {
    const wasOpen = isOpen(opener)
    close(false)
    opener.setAttribute("aria-expanded", String(!wasOpen))
    opener.focus() // not every browser does so at a click, and what is not in focus cannot lose it
  }

  for (const one of all.filter((one) => one.tagName === "BUTTON")) one.onclick = () => toggle(one)
  nav.addEventListener("focusout", (event) => { if (!nav.contains(event.relatedTarget)) close(false) })
  nav.addEventListener("keydown", (event) => {
    const at = event.target
    if (event.key === "Escape" && opened()) close(true)
    else if (event.key === "ArrowDown" && at.classList.contains("opener")) {
      if (!isOpen(at)) toggle(at)
      at.parentElement.querySelector(`.panel :is(${STOPS})`).focus()
    } else if (!walk(event.key, at, at.closest(".panel"), openers)) return
    event.preventDefault()
  })
  return close
}

const STOPS = "a, button"

// Arrow keys go from word to word of the menu, and from page to page of what is open.
function walk(key, at, panel, openers) {
  const places = panel ? [...panel.querySelectorAll(STOPS)] : openers
  const [back, on] = panel ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"]
  const here = places.indexOf(at)
  const there = { [back]: here - 1, [on]: here + 1, Home: 0, End: places.length - 1 }[key]
  if (here < 0 || there === undefined) return false
  places[(there + places.length) % places.length].focus()
  return true
}

const chevron = () => svg("svg", { class: "chevron", viewBox: "0 0 10 10", "aria-hidden": "true" },
  svg("path", { d: "M1.5 3.2L5 6.8L8.5 3.2", fill: "none", stroke: "currentColor", "stroke-width": 1.5 }))

const bars = () => svg("svg", { class: "bars", viewBox: "0 0 16 16", "aria-hidden": "true" },
  svg("path", { d: "M1.5 4H14.5M1.5 8H14.5M1.5 12H14.5", stroke: "currentColor", "stroke-width": 1.6 }))

// The mark: a bearing taken of a landmark.
function mark() {
  return svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", fill: "none", stroke: "currentColor", "stroke-width": 2 },
    svg("circle", { cx: 12, cy: 12, r: 10 }),
    svg("path", { d: "M12 12L17.2 6.2", "stroke-linecap": "round" }),
    svg("circle", { cx: 12, cy: 12, r: 2.2, fill: "currentColor", stroke: "none" }))
}
