import { LEDGER_CHOICES } from './openLedger.ts'

export const HELP = `limn-proxy: keeps your GPT Image 2 key on the server

  limn-proxy [options]             serves
  limn-proxy migrate --ledger …    makes the ledger's tables, or moves them to this version, and ends
  limn-proxy resolve --ledger …    lists creates of which nobody knows whether they were executed; settles one with
                                   --principal P --key K and --accepted TASK_ID or --rejected
  limn-proxy check URL …           tests a running proxy, in whatever language it is written (check --help)

  --port N                         listen here on 127.0.0.1; 0 takes a free port (default 7010)
  --path PATH                      where it is mounted (default /api/images)
  --upstream URL                   the image API (default https://gpt-image-2.art/api/v1)
  --ledger CHOICE                  what remembers which key was sent; required in production:
                                   ${LEDGER_CHOICES}
  --cap CREDITS                    credits each principal may use
  --cap-all CREDITS                credits all principals together may use
  --cap-window day|month|total     when both caps start anew, in UTC (default total: never)
  --creates-per-minute N           creates a minute, for each principal (default 60)
  --reads-per-minute N             all other requests a minute, for each principal (default 1200)
  --trust-proxy N                  how many proxies of yours stand in front and write X-Forwarded-For: guests
                                   are counted by the address it tells (default 0: it is not read)
  --origin URL                     another origin that may call; repeat for more
  --archive FOLDER                 keeps the pictures there before the image API's URLs run out
  --references FOLDER              takes uploads of reference pictures, for a day; with
  --public-url URL                 where the image API reaches this proxy, such as https://app.example/api/images
  --polls-per-second N             looks a second at all running tasks together (default 16)
  --authorize-url URL              asks your app who is asking: a GET with the browser's Cookie and Authorization,
                                   X-Limn-Method and X-Limn-Path; it answers 401, 403 or
                                   200 {"id": "42", "limits": {"cap": {"credits": 500, "per": "day"}}}
  --principal-header NAME          who is asking stands in this header; ONLY behind a gateway that
                                   removes it from what comes from outside
  --log-prompts                    prompts stand in the events on stderr, which are one line of JSON each
  --dangerously-allow-anonymous    each browser is a principal of its own, by a signed cookie
  --dangerously-ephemeral-secret   run without LIMN_SECRET: a restart forgets every handle
  --help

From the environment: GPT_IMAGE_2_API_KEY, LIMN_SECRET (at least 32 bytes), NODE_ENV
(everything but development and test counts as production), and for Postgres PGPASSWORD,
so that no password has to stand in a command line.
`
