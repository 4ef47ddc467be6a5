// Helps with a grid of amounts: a paste from a spreadsheet fills its cells and can be undone, keys
// move as they do in a spreadsheet, totals follow, and a cell that is no amount says so at once.
// Without it the grid is a plain form.
import { cellsOf, fold, pence, placed, pounds, tidy } from './clipboard.js'

export function helpGrids() {
  for (const table of document.querySelectorAll('table[data-grid]')) new Grid(table).listen()
}

class Grid {
  constructor(table) {
    this.table = table
    this.form = table.closest('form')
    this.said = this.form.querySelector('[data-grid-said]')
    this.button = this.form.querySelector('[data-grid-undo]')
    this.lines = [...table.tBodies[0].rows]
    this.cells = this.lines.map((line) => [...line.querySelectorAll('[data-cell]')])
    this.boxes = this.cells.map((line) => line.map((cell) => cell.querySelector('input')))
    this.names = this.lines.map((line) => monthNames(line.dataset.names))
    this.columns = [...table.querySelectorAll('[data-column]')]
      .map((head) => monthNames(head.dataset.column).map(fold))
    this.places = new Map()
    this.boxes.forEach((line, row) => line.forEach((box, column) => {
      if (box) this.places.set(box, { line: row, column })
    }))
    this.pastes = []
  }

  listen() {
    this.table.addEventListener('paste', (event) => this.paste(event))
    this.table.addEventListener('keydown', (event) => this.key(event))
    this.table.addEventListener('input', (event) => {
      if (event.target.getAttribute('aria-invalid')) this.check(event.target)
      this.total()
      this.typed = true
    })
    this.table.addEventListener('change', (event) => this.check(event.target))
    this.button?.addEventListener('click', () => this.undo())
  }

  paste(event) {
    const from = this.places.get(event.target)
    const block = cellsOf(event.clipboardData.getData('text/plain'))
    if (!from || (block.length === 1 && block[0].length === 1)) return
    event.preventDefault()
    const found = placed(block, this.names, this.columns, from)
    if (found.refused) return this.say(found.refused)
    this.fill(found.rows, found.unknown)
  }

  fill(rows, unknown) {
    const before = []
    const count = { filled: 0, closed: 0, outside: 0 }
    for (const [line, values] of rows) {
      for (const [column, text] of values) {
        const box = this.boxes[line]?.[column]
        if (box) {
          before.push([box, box.value])
          box.value = tidy(text)
          this.check(box)
          count.filled += 1
        } else if (text !== '') count[this.cells[line]?.[column] ? 'closed' : 'outside'] += 1
      }
    }
    if (before.length) this.pastes.push(before)
    this.typed = false
    this.changed()
    this.say(this.sentence(count, unknown, before.map(([box]) => box)))
  }

  sentence(count, unknown, boxes) {
    const wrong = boxes.filter((box) => box.getAttribute('aria-invalid'))
    const parts = [`${several(count.filled, 'cell')} filled in. Nothing is saved yet`]
    if (wrong.length) {
      const shown = wrong.slice(0, 3).map(labelOf).join('; ')
      parts.push(`${several(wrong.length, 'cell')} ${wrong.length === 1 ? 'is not an amount' : 'are not amounts'}: ${shown}${wrong.length > 3 ? ' and more' : ''}`)
    }
    if (unknown.length) parts.push(`${several(unknown.length, 'row')} not used, as no row here has the name: ${unknown.slice(0, 5).join(', ')}`)
    if (count.closed) parts.push(`${several(count.closed, 'cell')} can only be read, and stayed`)
    if (count.outside) parts.push(`${several(count.outside, 'cell')} outside of the table not used`)
    return `${parts.join('. ')}.`
  }

  undo() {
    const last = this.pastes.pop()
    if (!last) return
    for (const [box, value] of last.reverse()) {
      box.value = value
      this.check(box)
    }
    this.changed()
    this.say(`The paste is undone: ${several(last.length, 'cell')} as before.`)
    last.at(-1)[0].focus()
  }

  changed() {
    this.total()
    if (this.button) this.button.hidden = this.pastes.length === 0
    this.form.dispatchEvent(new Event('input', { bubbles: true }))
  }

  say(sentence) {
    if (this.said) this.said.textContent = sentence
  }

  key(event) {
    const place = this.places.get(event.target)
    if (!place || event.altKey || event.isComposing) return
    if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      if (!this.pastes.length || this.typed) return
      event.preventDefault()
      return this.undo()
    }
    const next = this.next(event, place)
    if (!next) return
    event.preventDefault()
    next.focus()
    next.select()
  }

  next(event, { line, column }) {
    const box = event.target
    const last = this.boxes.length - 1
    switch (event.key) {
      case 'ArrowUp': return this.along(line - 1, column, -1, 0)
      case 'ArrowDown': return this.along(line + 1, column, 1, 0)
      case 'Enter': return this.along(line + (event.shiftKey ? -1 : 1), column, event.shiftKey ? -1 : 1, 0) || box
      case 'ArrowLeft': return atStart(box) && !event.shiftKey ? this.along(line, column - 1, 0, -1) : null
      case 'ArrowRight': return atEnd(box) && !event.shiftKey ? this.along(line, column + 1, 0, 1) : null
      case 'Home':
        if (event.ctrlKey) return this.along(0, 0, 0, 1) || this.boxes.flat().find(Boolean)
        return atStart(box) && !event.shiftKey ? this.along(line, 0, 0, 1) : null
      case 'End':
        if (event.ctrlKey) return this.boxes.slice(0, last + 1).flat().filter(Boolean).at(-1)
        return atEnd(box) && !event.shiftKey ? this.along(line, this.boxes[line].length - 1, 0, -1) : null
      default: return null
    }
  }

  // The next box that way; cells that can only be read are passed over.
  along(line, column, down, across) {
    for (let row = line, place = column; this.boxes[row]?.[place] !== undefined; row += down, place += across) {
      if (this.boxes[row][place]) return this.boxes[row][place]
    }
    return null
  }

  // Says beside the box that it holds no amount, or takes that back.
  check(box) {
    if (!this.places.has(box)) return
    const wrong = box.value.trim() !== '' && pence(box.value) === null
    const id = `${box.id}-error`
    let said = document.getElementById(id)
    if (wrong && !said) {
      said = document.createElement('span')
      said.className = 'nhsuk-error-message'
      said.id = id
      said.textContent = 'Not an amount'
      box.before(said)
    }
    if (!wrong) said?.remove()
    box.classList.toggle('nhsuk-input--error', wrong)
    box.closest('[data-cell]').classList.toggle('app-grid__wrong', wrong)
    if (wrong) {
      box.setAttribute('aria-invalid', 'true')
      box.setAttribute('aria-describedby', id)
    } else {
      box.removeAttribute('aria-invalid')
      box.removeAttribute('aria-describedby')
    }
  }

  total() {
    const amounts = this.cells.map((line) => line.map(amountOf))
    const down = (column) => amounts.reduce((so, line) => so + line[column], 0)
    this.write('[data-total]', (_, column) => down(column))
    let along = 0
    this.write('[data-cumulative]', (_, column) => (along += down(column)))
    const sums = new Map()
    const soFar = new Map()
    this.lines.forEach((line, row) => {
      sums.set(line.dataset.line, amounts[row].reduce((so, amount) => so + amount, 0))
      this.cells[row].forEach((cell, column) => {
        const key = `${line.dataset.line} ${cell.dataset.measure}`
        sums.set(key, (sums.get(key) || 0) + amounts[row][column])
        soFar.set(cell.dataset.measure, (soFar.get(cell.dataset.measure) || 0) + amounts[row][column])
        soFar.set(key, soFar.get(cell.dataset.measure))
      })
    })
    this.write('[data-sum]', (cell) => sums.get(cell.dataset.sum))
    this.write('[data-so-far]', (cell) => soFar.get(cell.dataset.soFar))
  }

  write(which, amount) {
    this.form.querySelectorAll(which).forEach((cell, place) => {
      cell.textContent = pounds(amount(cell, place) || 0)
    })
  }
}

// Pence; 0 for what cannot be read: the cell says what is wrong with it.
function amountOf(cell) {
  const box = cell.querySelector('input')
  const text = box ? box.value : cell.querySelector('[data-fixed]')?.textContent
  return pence(text || '') || 0
}

// `October 2026` also as Oct 2026, Oct-26, October and Oct.
function monthNames(names) {
  const given = (names || '').split('|')
  const [, word, year] = /^(\p{L}{3,}) (\d{4})$/u.exec(given[0]) || []
  if (!word) return given
  const short = word.slice(0, 3)
  return [...given, `${short} ${year}`, `${short}-${year.slice(2)}`, `${short} ${year.slice(2)}`, word, short]
}

function several(count, what) {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function labelOf(box) {
  return document.querySelector(`label[for="${CSS.escape(box.id)}"]`)?.textContent.trim() || box.name
}

const isAllSelected = (box) => box.selectionStart === 0 && box.selectionEnd === box.value.length
const atStart = (box) => isAllSelected(box) || (box.selectionStart === 0 && box.selectionEnd === 0)
const atEnd = (box) => isAllSelected(box) ||
  (box.selectionStart === box.value.length && box.selectionEnd === box.value.length)
