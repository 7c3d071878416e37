// The reader: opens a volume's EPUB with foliate-js, turns pages, keeps the place.

import './foliate/view.js'

const $ = id => document.querySelector(`#${id}`)
const main = $('book')
const state = $('state')
const { volumes, files, style, failed, which } = main.dataset

const tell = text => {
  state.hidden = false
  state.textContent = text
}

const asked = new URL(location.href).searchParams
const slug = asked.get('volume')
const name = asked.get('file')
const remembered = `gappon-shelf:${slug}`
const SIZES = [80, 90, 100, 112, 125, 140, 160, 180, 200]

// Storage may be forbidden; the place is not kept then.
const recall = () => {
  try {
    return JSON.parse(localStorage.getItem(remembered)) ?? {}
  } catch {
    return {}
  }
}
const remember = values => {
  try {
    localStorage.setItem(remembered, JSON.stringify({ ...recall(), ...values }))
  } catch { /* not kept */ }
}

const text = value => typeof value === 'string' ? value : Object.values(value ?? {})[0] ?? ''

const sized = (doc, size) => doc.documentElement.style.setProperty('font-size', `${size}%`, 'important')

const addContents = (view, entries, list) => {
  for (const { label, href, subitems } of entries) {
    const item = document.createElement('li')
    const link = Object.assign(document.createElement('a'), { href: '#', textContent: label?.trim() })
    link.addEventListener('click', event => {
      event.preventDefault()
      closeContents()
      view.goTo(href)
    })
    link.dataset.href = href
    item.append(link)
    if (subitems?.length) {
      const below = document.createElement('ol')
      addContents(view, subitems, below)
      item.append(below)
    }
    list.append(item)
  }
}

const openContents = () => {
  $('contents').hidden = false
  $('open-contents').setAttribute('aria-expanded', 'true')
  $('close-contents').focus()
}
const closeContents = () => {
  if ($('contents').hidden) return
  $('contents').hidden = true
  $('open-contents').setAttribute('aria-expanded', 'false')
  $('open-contents').focus()
}

const fetchBook = async () => {
  const response = await fetch(`${files}${encodeURIComponent(slug)}/${encodeURIComponent(name)}`)
  if (!response.ok) throw new Error(`${response.status}`)
  return new File([await response.blob()], name, { type: 'application/epub+zip' })
}

const bindKeys = (target, view) => target.addEventListener('keydown', event => {
  if (event.target.closest?.('input') || event.altKey || event.ctrlKey || event.metaKey) return
  if (event.key === 'ArrowLeft') view.goLeft()
  else if (event.key === 'ArrowRight') view.goRight()
  else if (event.key === 'PageDown') view.next()
  else if (event.key === 'PageUp') view.prev()
  else if (event.key === 'Escape') closeContents()
})

const open = async () => {
  const [file, bookStyle] = await Promise.all([
    fetchBook(), fetch(style).then(response => response.text())])
  const view = document.createElement('foliate-view')
  main.append(view)
  await view.open(file)
  const { book } = view
  let size = SIZES.indexOf(recall().size ?? 100)
  const resize = step => {
    size = Math.max(0, Math.min(SIZES.length - 1, size + step))
    remember({ size: SIZES[size] })
    for (const { doc } of view.renderer.getContents()) if (doc) sized(doc, SIZES[size])
    view.renderer.render?.()
  }
  view.addEventListener('load', ({ detail: { doc } }) => {
    sized(doc, SIZES[size])
    bindKeys(doc, view)
  })
  view.addEventListener('relocate', ({ detail: { fraction, cfi, tocItem } }) => {
    $('place').value = fraction
    remember({ cfi })
    for (const link of $('toc').querySelectorAll('a'))
      if (link.dataset.href === tocItem?.href) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
  })
  view.renderer.setStyles(bookStyle)
  view.renderer.setAttribute('margin', '32px')
  await view.init({ lastLocation: recall().cfi, showTextStart: false })

  const title = text(book.metadata?.title)
  document.title = title
  $('title').textContent = title
  $('title').lang = [book.metadata?.language ?? ''].flat()[0]
  addContents(view, book.toc ?? [], $('toc'))
  if (book.dir === 'rtl') {
    $('left').ariaLabel = $('left').dataset.forward
    $('right').ariaLabel = $('left').dataset.backward
    $('place').dir = 'rtl'
  }
  $('left').addEventListener('click', () => view.goLeft())
  $('right').addEventListener('click', () => view.goRight())
  $('smaller').addEventListener('click', () => resize(-1))
  $('larger').addEventListener('click', () => resize(1))
  $('place').addEventListener('input', ({ target }) => view.goToFraction(Number(target.value)))
  bindKeys(document, view)
  state.hidden = true
  main.dataset.ready = 'true'
  globalThis.reader = { view }
}

$('open-contents').addEventListener('click', openContents)
$('close-contents').addEventListener('click', closeContents)
if (slug && name) {
  $('back').href = `${volumes}${encodeURIComponent(slug)}/`
  open().catch(error => {
    console.error(error)
    tell(failed)
  })
} else tell(which)
