import type { CollectionMessages } from './CollectionMessages.ts'

const number = new Intl.NumberFormat('en')
const plural = new Intl.PluralRules('en')
const pictures = (amount: number) =>
  `${number.format(amount)} ${plural.select(amount) === 'one' ? 'picture' : 'pictures'}`

/** The words of a gallery's tools, in English. */
export const enCollection: CollectionMessages = {
  tools: 'Gallery tools',
  search: 'Search',
  searchHint: 'Words of a prompt',
  close: 'Close search',
  show: 'Show',
  all: 'Everything',
  live: 'In the making',
  done: 'Done',
  trouble: 'Not done',
  favourites: 'Favourites',
  favourite: 'Favourite',
  found: (amount) => `${number.format(amount)} found`,
  nothing: 'Nothing found',
  nothingAdvice: 'No entry has all of these words.',
  showAll: 'Show everything',
  select: 'Select',
  pick: (prompt) => `Select: ${prompt}`,
  selected: (amount) => `${number.format(amount)} selected`,
  selectAll: 'Select all',
  finish: 'Done',
  zip: (amount) => `Download ${pictures(amount)}`,
  zipping: (had, of) => `${number.format(had)} of ${pictures(of)}`,
  stop: 'Stop',
  zipped: (amount) => `${pictures(amount)} in one file`,
  missing: (amount) => `${pictures(amount)} could not be had. The file says which.`,
  missingNote: 'These pictures could not be had:',
  nothingHad: 'None of these pictures could be had. Nothing was saved.',
  more: 'More',
  exportHistory: 'Export history',
  importHistory: 'Import history',
  imported: (added, known, setAside) =>
    [
      `${number.format(added)} added`,
      known > 0 && `${number.format(known)} known already`,
      setAside > 0 && `${number.format(setAside)} unreadable`,
    ]
      .filter(Boolean)
      .join(', '),
  notHistory: 'This file is no history that can be read here. Nothing was changed.',
  otherHistory: 'This history belongs to someone else. Nothing was changed.',
  removed: (amount) => (amount === 1 ? 'Removed' : `${number.format(amount)} removed`),
  undo: 'Undo',
  moreOf: (position) => `More for picture ${position}`,
  copyImage: 'Copy picture',
  imageCopied: 'Picture copied',
  copyRefused: 'The browser did not let it be copied. Download it instead.',
}
