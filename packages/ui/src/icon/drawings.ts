// Icons of parts that come later: a page has none of them first.
export const COPY = 'M7.5 7.5h9v9h-9zM12.5 7.3V3.5h-9v9h3.8'
export const DOWNLOAD = 'M10 3.5v9M6.5 9.3 10 12.8l3.5-3.5M4 16.5h12'
export const MORE = 'M4 10h1.6M9.2 10h1.6M14.4 10H16'
export const REFERENCE = 'M3 6.5V3.5h13.5v13h-3M10.5 9.5 4 16M4 11v5h5'
export const SEARCH = 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M13 13l4 4'
export const STAR = 'm10 3 2.1 4.6 5 .6-3.7 3.4 1 5-4.4-2.5-4.4 2.5 1-5-3.7-3.4 5-.6z'
