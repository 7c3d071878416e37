// What of a chapter in columns is not seen: returns [kind, text] pairs.
// lost: text without a place.  outside: text or picture beyond a page's type area.
// cut: hidden by a box that clips.  overlap: text over other text or a picture.
({ width, height, margin, vertical }) => {
  const TOLERANCE = 4
  const HALF = 0.5  // em: the empty half of a closing mark at a line's end
  const NOT_SHOWN = 'rp, [hidden], annotation, annotation-xml, title, style, script'
  const faults = []
  const boxes = []
  const say = (kind, text) => faults.push([kind, text.replace(/\s+/g, ' ').trim().slice(0, 60)])

  // The part of a line that letters fill: fonts' boxes are higher and may overlap.
  const inked = (rect, size, isVertical) => {
    const [x, y] = [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2]
    const half = size * 0.3
    return isVertical
      ? { left: x - half, right: x + half, top: rect.top + 1, bottom: rect.bottom - 1 }
      : { left: rect.left + 1, right: rect.right - 1, top: y - half, bottom: y + half }
  }

  // Of what a wide reading stands at, only the letters: the reading may hang over its neighbours.
  const narrow = (box, length, isVertical) => {
    const [start, end] = isVertical ? ['top', 'bottom'] : ['left', 'right']
    const spare = Math.max(0, box[end] - box[start] - length) / 2
    box[start] += spare
    box[end] -= spare
  }

  // Pages follow each other in the direction of lines: to the right, or downwards.
  const isOnPage = (box, slack, atEnd = slack) => {
    const step = vertical ? height : width
    const along = vertical ? [box.top, box.bottom] : [box.left, box.right]
    const across = vertical ? [box.left, box.right, width] : [box.top, box.bottom, height]
    const start = Math.floor((along[0] + along[1]) / 2 / step) * step
    return along[0] >= start + margin - slack && along[1] <= start + step - margin + atEnd &&
      across[0] >= margin - slack && across[1] <= across[2] - margin + slack
  }

  const isClipped = (box, element) => {
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e)
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue
      const clip = e.getBoundingClientRect()
      if (box.left < clip.left - 2 || box.right > clip.right + 2 || box.top < clip.top - 2 ||
          box.bottom > clip.bottom + 2) return true
    }
    return false
  }

  // A head that is not shown because each of its table's cells says it.
  const isSaidByCells = element => {
    const table = element.closest('thead')?.closest('table')
    return table && [...table.querySelectorAll('tbody td')].some(cell =>
      !['none', 'normal', '""'].includes(getComputedStyle(cell, '::before').content))
  }

  const range = document.createRange()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    const element = node.parentElement
    if (!node.data.trim() || element.closest(NOT_SHOWN)) continue
    range.selectNodeContents(node)
    const rects = [...range.getClientRects()].filter(r => r.width > 0.5 && r.height > 0.5)
    if (!rects.length || !element.checkVisibility()) {
      if (!isSaidByCells(element)) say('lost', node.data)
      continue
    }
    const style = getComputedStyle(element)
    const size = parseFloat(style.fontSize)
    const isVertical = style.writingMode.startsWith('vertical')
    const group = element.closest('math, ruby')
    const slack = group ? margin : TOLERANCE  // readings may hang over the type area's edge
    for (const rect of rects) {
      const box = inked(rect, size, isVertical)
      if (group?.localName === 'ruby') narrow(box, node.data.trim().length * size, isVertical)
      if (!isOnPage(box, slack, Math.max(slack, HALF * size))) say('outside', node.data)
      else if (isClipped(box, element)) say('cut', node.data)
      boxes.push({ ...box, text: node.data, group })
    }
  }
  for (const picture of document.body.querySelectorAll('img, svg')) {
    const box = picture.getBoundingClientRect()
    if (!isOnPage(box, TOLERANCE)) say('outside', picture.alt || picture.tagName)
    if (!picture.closest('svg svg')) {
      boxes.push({ left: box.left + 2, right: box.right - 2, top: box.top + 2, bottom: box.bottom - 2,
        text: picture.alt || picture.tagName, group: picture })
    }
  }

  boxes.sort((a, b) => a.top - b.top)
  for (let i = 0; i < boxes.length; i++) {
    const a = boxes[i]
    for (let j = i + 1; j < boxes.length && boxes[j].top < a.bottom - 1; j++) {
      const b = boxes[j]
      if (a.group && (a.group === b.group || a.group.contains?.(b.group))) continue
      if (b.group?.contains?.(a.group)) continue
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5) {
        say('overlap', `${a.text.trim().slice(0, 25)} / ${b.text.trim().slice(0, 25)}`)
      }
    }
  }
  return faults
}
