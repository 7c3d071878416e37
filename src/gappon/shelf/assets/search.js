// Search: looks through one small index, in the reader's browser.

const MOST = 60

const results = document.querySelector('#results')
const state = document.querySelector('#state')
const field = document.querySelector('#find')
const { index, volumes: pages, files, none, found, failed, volumesLabel, articlesLabel, language } = results.dataset

// Full-width and half-width, hiragana and katakana, upper and lower case are the same.
const normal = text => text.normalize('NFKC').toLowerCase()
  .replace(/[ァ-ヶ]/g, kana => String.fromCharCode(kana.charCodeAt(0) - 0x60))
  .replace(/[\s・,、]+/g, ' ')
  .trim()

let loading
const load = () => loading ??= fetch(index)
  .then(response => response.ok ? response.json() : Promise.reject(new Error(response.status)))
  .then(({ volumes, articles }) => ({
    volumes: volumes.map(([slug, title, reading, people, month, cover]) => (
      { slug, title, people, note: people, month, cover, words: normal(`${title} ${reading} ${people} ${month}`), start: normal(title) })),
    articles: articles.map(([volume, key, title, reading, people]) => (
      { volume, key, title, people, words: normal(`${title} ${reading} ${people}`), start: normal(title) })),
  }))

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

const matching = (entries, terms) => entries
  .filter(entry => terms.every(term => entry.words.includes(term)))
  .map((entry, order) => ({ entry, order, rank: entry.start.startsWith(terms[0]) ? 0 : entry.start.includes(terms[0]) ? 1 : 2 }))
  .sort((one, other) => one.rank - other.rank || one.order - other.order)
  .map(({ entry }) => entry)

const hit = (href, title, note, cover) => element('li', {},
  element('a', { href },
    ...(cover ? [element('img', { src: cover, alt: '', loading: 'lazy' })] : []),
    element('span', { className: 'hit-title', lang: language }, title,
      ...(note ? [element('span', { className: 'hit-note' }, note)] : []))))

const page = volume => `${pages}${encodeURIComponent(volume.slug)}/`
const picture = volume => volume.cover && `${files}${encodeURIComponent(volume.slug)}/${volume.cover}`

const section = (label, items) => items.length
  ? [element('section', { className: 'hits' }, element('h2', {}, label), element('ul', {}, ...items))]
  : []

const show = async () => {
  const query = field.value
  const terms = normal(query).split(' ').filter(Boolean)
  const address = new URL(location.href)
  query ? address.searchParams.set('q', query) : address.searchParams.delete('q')
  history.replaceState(null, '', address)
  if (!terms.length) {
    state.textContent = ''
    results.replaceChildren()
    return
  }
  let data
  try {
    data = await load()
  } catch {
    loading = undefined
    state.textContent = failed
    return
  }
  if (query !== field.value) return // typed on meanwhile
  const volumes = matching(data.volumes, terms)
  const articles = matching(data.articles, terms)
  const count = volumes.length + articles.length
  state.textContent = count ? found.replace('{count}', count) : none
  results.replaceChildren(
    ...section(volumesLabel, volumes.slice(0, MOST).map(volume =>
      hit(page(volume), volume.title, volume.note, picture(volume)))),
    ...section(articlesLabel, articles.slice(0, MOST).map(article => {
      const volume = data.volumes[article.volume]
      const note = [volume.title, article.people].filter(Boolean).join(' ／ ')
      return hit(`${page(volume)}#${encodeURIComponent(article.key)}`, article.title, note, picture(volume))
    })))
}

let waiting
field.addEventListener('input', () => {
  clearTimeout(waiting)
  waiting = setTimeout(show, 120)
})
field.form.addEventListener('submit', event => {
  event.preventDefault()
  show()
})
field.value = new URL(location.href).searchParams.get('q') ?? ''
if (field.value) show()
