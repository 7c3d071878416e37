// Walks an OPDS catalogue as Thorium does, with Readium's client library, and prints every file that
// it finds: node walk.js ADDRESS. Feeds are read by the library alone; links are followed here.
const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } = require('r2-shared-js/dist/es8-es2017/src/init-globals')
const { initGlobalConverters_OPDS } = require('r2-opds-js/dist/es8-es2017/src/opds/init-globals')
const { OPDS } = require('r2-opds-js/dist/es8-es2017/src/opds/opds1/opds')
const { OPDSFeed } = require('r2-opds-js/dist/es8-es2017/src/opds/opds2/opds2')
const { convertOpds1ToOpds2 } = require('r2-opds-js/dist/es8-es2017/src/opds/converter')
const { XML } = require('r2-utils-js/dist/es8-es2017/src/_utils/xml-js-mapper')
const { TaJsonDeserialize } = require('r2-lcp-js/dist/es8-es2017/src/serializable')
const xmldom = require('@xmldom/xmldom')

initGlobalConverters_OPDS()
initGlobalConverters_SHARED()
initGlobalConverters_GENERIC()

const FEEDS = ['application/atom+xml', 'application/opds+json']

const read = async address => {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address}: ${response.status}`)
  const text = await response.text()
  if (response.headers.get('content-type').startsWith('application/opds+json'))
    return TaJsonDeserialize(JSON.parse(text), OPDSFeed)
  const document = new xmldom.DOMParser().parseFromString(text, 'text/xml')
  return convertOpds1ToOpds2(XML.deserialize(document, OPDS))
}

const isFeed = link => FEEDS.some(type => link.TypeLink?.startsWith(type))

const walk = async start => {
  const seen = new Set()
  const waiting = [start]
  const found = new Map()
  while (waiting.length) {
    const address = waiting.pop()
    if (seen.has(address)) continue
    seen.add(address)
    const feed = await read(address)
    const facets = (feed.Facets ?? []).flatMap(facet => facet.Links ?? [])
    for (const link of [...feed.Navigation ?? [], ...feed.Links ?? [], ...facets])
      if (isFeed(link)) waiting.push(new URL(link.Href, address).href)
    const groups = (feed.Groups ?? []).flatMap(group => group.Publications ?? [])
    for (const publication of [...feed.Publications ?? [], ...groups]) {
      const { Metadata: metadata } = publication
      for (const link of publication.Links)
        if ((link.Rel ?? []).some(rel => rel.startsWith('http://opds-spec.org/acquisition')))
          found.set(new URL(link.Href, address).href, {
            title: metadata.Title,
            authors: (metadata.Author ?? []).map(author => author.Name),
            type: link.TypeLink,
            images: (publication.Images ?? []).map(image => new URL(image.Href, address).href),
          })
    }
  }
  return { feeds: seen.size, files: Object.fromEntries(found) }
}

walk(process.argv[2]).then(
  result => console.log(JSON.stringify(result)),
  error => { console.error(error); process.exit(1) },
)
