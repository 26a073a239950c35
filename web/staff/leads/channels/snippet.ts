// The form a dealer puts on a website: plain HTML, no script of ours but one line that tells how long it was open.

interface SnippetWords {
  name: string;
  phone: string;
  series: string;
  comment: string;
  send: string;
}

export function snippetOf(address: string, words: SnippetWords): string {
  const field = (name: string, label: string, more = '') => `  <label>${label}<input name="${name}"${more}></label>`;
  return [
    `<form method="post" action="${address}" accept-charset="utf-8">`,
    field('name', words.name, ' maxlength="40" autocomplete="name"'),
    field('phone', words.phone, ' type="tel" required maxlength="20" autocomplete="tel"'),
    field('series', words.series, ' maxlength="40"'),
    `  <label>${words.comment}<textarea name="comment" maxlength="500"></textarea></label>`,
    '  <input name="website_url" tabindex="-1" autocomplete="off" aria-hidden="true" style="position:absolute;left:-9999px">',
    '  <input name="filled_seconds" type="hidden">',
    `  <button>${words.send}</button>`,
    '</form>',
    '<script>(f=>{const t=Date.now();f.onsubmit=()=>{f.filled_seconds.value=Math.round((Date.now()-t)/1000)}})(document.currentScript.previousElementSibling)</script>',
  ].join('\n');
}
