export const CHECK_HELP = `limn-check: tests a running proxy, plain or limn's, in whatever language it is written

  limn-check URL --header 'Cookie: …' [options]
  limn-proxy check URL --header 'Cookie: …' [options]

  URL                          where the proxy is mounted, such as https://app.example/api/images
  --header 'NAME: VALUE'       signs a caller in, as a page's request does; repeat for more
  --other-header 'NAME: VALUE' signs somebody else in: then it is tried who sees whose pictures
  --anonymous                  the proxy is meant to be open to guests
  --origin URL                 pages of this other origin may call
  --create CREDITS             let it create a picture. An honest limn proxy takes 10 to 20 credits and a plain
                               one 10; a bad one may take every credit up to CREDITS (try 100), never more.
                               Without it nothing is sent that could be charged
  --key-env NAME               the variable that holds the API key: its value must be in no answer
                               (default GPT_IMAGE_2_API_KEY; the value is never printed)
  --help

Exit code: 0 without a fault, 1 with one, 2 when this command line is wrong.
`
