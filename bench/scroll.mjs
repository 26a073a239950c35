// How smoothly the list of customers scrolls: node bench/scroll.mjs URL LOGIN PASSWORD ROWS, with Chromium and the packages of web/.
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../web/package.json', import.meta.url))('@playwright/test');
const [address = 'http://127.0.0.1:8080', login, password, rows = '100000'] = process.argv.slice(2);
if (!password) throw new Error('usage: node bench/scroll.mjs URL LOGIN PASSWORD ROWS');
/** As far as a hand on a wheel throws it: ten rows a frame. */
const PIXELS_A_FRAME = 400;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--enable-precise-memory-info'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const entered = await page.request.post(`${address}/api/v1/session`, {
  headers: { 'X-Requested-With': 'roadbook' },
  data: { login, password },
});
if (!entered.ok()) throw new Error(`sign-in: ${entered.status()}`);
await page.goto(`${address}/customers`);
await page.locator('[role=row]').nth(5).waitFor();

const seen = await page.evaluate(
  async ([wanted, step]) => {
    const scrollable = document.querySelector('[role=grid]');
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const height = () => scrollable.querySelector('[role=row] [role=gridcell]').getBoundingClientRect().height;
    const frames = [];
    let last = await frame();
    let waited = 0;
    const started = performance.now();
    while (scrollable.scrollTop / height() < wanted && waited < 600) {
      const before = scrollable.scrollTop;
      scrollable.scrollTop += step;
      const now = await frame();
      // At the end of what is loaded it waits for the next page: no frame is drawn late by that.
      waited = scrollable.scrollTop === before ? waited + 1 : 0;
      frames.push(now - last);
      last = now;
    }
    frames.sort((one, other) => one - other);
    const at = (share) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))];
    return {
      rows: Math.round(scrollable.scrollTop / height()),
      seconds: Math.round((performance.now() - started) / 1000),
      frames: frames.length,
      p50: at(0.5),
      p99: at(0.99),
      most: frames.at(-1),
      heap: Math.round(performance.memory.usedJSHeapSize / 1e6),
    };
  },
  [Number(rows), PIXELS_A_FRAME],
);
console.log(
  `${seen.rows} rows in ${seen.seconds} s: ${seen.frames} frames, p50 ${seen.p50.toFixed(1)} ms, p99 ${seen.p99.toFixed(1)} ms, ` +
    `most ${seen.most.toFixed(0)} ms; heap ${seen.heap} MB`,
);
await browser.close();
