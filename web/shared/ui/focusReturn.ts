// Who closes what lay over the page is back where they were: drawers and dialogs that vanish with their cause lose the focus.

/** What lies over the page, and menus that lead to it; focus there is on its way. */
const OVER = '.ant-drawer, .ant-modal-root, .ant-dropdown, .ant-popover, [role="dialog"], [role="menu"]';

/** Brings the focus back until the returned function is called; leaves it alone where somebody has put it. */
export function returnFocus(): () => void {
  let last: HTMLElement | null = null;
  let wasOver = false;
  const remember = ({ target }: Event) => {
    if (!(target instanceof HTMLElement)) return;
    wasOver = target.closest(OVER) !== null;
    if (!wasOver) last = target;
  };
  // What goes is empty already when its place in the body is taken away, so any going may have taken the focus along.
  const watch = new MutationObserver((changes) => {
    const hasGone = changes.some(({ removedNodes }) => removedNodes.length > 0);
    if (hasGone && wasOver && document.activeElement === document.body && last?.isConnected)
      last.focus({ preventScroll: true });
  });
  document.addEventListener('focusin', remember);
  watch.observe(document.body, { childList: true });
  return () => {
    document.removeEventListener('focusin', remember);
    watch.disconnect();
  };
}
