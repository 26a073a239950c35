// A deploy replaces the files an open page still points to: it is loaded anew, once, when it needs one of them.

const RELOADED = 'roadbook.reloaded-for-deploy';
/** A page that has lived this long was not just reloaded for nothing; the next deploy may reload it again. */
const SETTLED_MS = 20_000;

let isOutdated = false;
let isReloading = false;

/** Notices files that are gone. Pages are preloaded on hover, so this alone must not cost anybody a half-filled form. */
export function watchDeploys(): void {
  addEventListener('vite:preloadError', () => {
    isOutdated = true;
  });
  setTimeout(() => sessionStorage.removeItem(RELOADED), SETTLED_MS);
}

/** Reloads when the files are known to be gone, but never twice in a row; tells whether it does. */
export function reloadIfOutdated(): boolean {
  if (isReloading) return true;
  if (!isOutdated || sessionStorage.getItem(RELOADED)) return false;
  sessionStorage.setItem(RELOADED, 'yes');
  isReloading = true;
  location.reload();
  return true;
}
