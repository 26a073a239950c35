// A side panel with a form: asks before Esc, a click beside it, Back or a reload throws away what was typed. Its own buttons don't ask.
import { useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { App, Drawer, type DrawerProps } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export function CarefulDrawer({ onClose, children, open = false, ...drawer }: DrawerProps) {
  const { isTyped, note, mayBeLost } = useTyped(open);
  useBlocker({
    shouldBlockFn: async ({ action }) => LEAVING.includes(action) && !(await mayBeLost()),
    enableBeforeUnload: isTyped,
    disabled: !open,
  });
  return (
    <Drawer {...drawer} open={open} onClose={(event) => void mayBeLost().then((may) => may && onClose?.(event))}>
      <div onInput={note}>{children}</div>
    </Drawer>
  );
}

/** Going through the history; a link or a deed of the page itself is meant. */
const LEAVING = ['BACK', 'FORWARD', 'GO'];

/** Whether something was typed since the panel opened or something was last saved. */
function useTyped(isOpen: boolean) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const mutations = useQueryClient().getMutationCache();
  const typed = useRef(false);
  useEffect(() => {
    if (!isOpen) return;
    typed.current = false;
    return mutations.subscribe(({ mutation }) => {
      if (mutation?.state.status === 'success') typed.current = false;
    });
  }, [isOpen, mutations]);
  const ask = () =>
    new Promise<boolean>((answer) => {
      modal.confirm({
        title: t('unsaved.title'),
        content: t('unsaved.text'),
        okText: t('unsaved.throwAway'),
        okButtonProps: { danger: true },
        cancelText: t('unsaved.goOn'),
        onOk: () => answer(true),
        onCancel: () => answer(false),
      });
    });
  return {
    isTyped: () => typed.current,
    note: () => {
      typed.current = true;
    },
    mayBeLost: async () => {
      if (!typed.current) return true;
      const may = await ask();
      if (may) typed.current = false;
      return may;
    },
  };
}
