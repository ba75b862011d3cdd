// Icons of parts that come later: a page has none of them first.
export const MORE = 'M4 10h1.6M9.2 10h1.6M14.4 10H16'
export const SEARCH = 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M13 13l4 4'
export const STAR = 'm10 3 2.1 4.6 5 .6-3.7 3.4 1 5-4.4-2.5-4.4 2.5 1-5-3.7-3.4 5-.6z'
