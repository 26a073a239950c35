// What one can do with a customer from the head of the page: step on, star, write, message, delete.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Dropdown, type MenuProps } from 'antd';
import { ClipboardPlus, Link2, Merge, MessageCircle, MoreHorizontal, NotebookPen, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useIsPhone } from '../../../shared/media';
import type { Neighbours } from '../../../shared/neighbours';
import { useWrite } from '../../../shared/queries';
import { putOnClipboard } from '../../../shared/ui/Copy';
import { Deed } from '../../../shared/ui/Deed';
import { usePower, useRecordReason } from '../../session/session';
import { NewTask } from '../../tasks/NewTask';
import { ChooseOther } from '../merge/ChooseOther';
import { touchedBy } from './deeds';
import { Stepper } from './Stepper';

interface HeadDeedsProps {
  customer: CustomerView;
  neighbours: Neighbours;
  onStep: (id: string | null) => void;
  onStar: () => void;
  onWrite: () => void;
  onMessage: () => void;
}

export function HeadDeeds({ customer, neighbours, onStep, onStar, onWrite, onMessage }: HeadDeedsProps) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const isPhone = useIsPhone();
  const [isTasking, setTasking] = useState(false);
  const [isMerging, setMerging] = useState(false);
  const menu = useMenu(customer, { task: () => setTasking(true), merge: () => setMerging(true) });
  return (
    <>
      {!isPhone && neighbours.length > 1 && (
        <Stepper neighbours={neighbours} onStep={onStep} previous={t('profile.previous')} next={t('profile.next')} />
      )}
      <Deed
        type="text"
        aria-pressed={customer.is_starred}
        hint={`${t(customer.is_starred ? 'profile.unstar' : 'profile.star')} (S)`}
        aria-label={t(customer.is_starred ? 'profile.unstar' : 'profile.star')}
        icon={<Star size={16} className={customer.is_starred ? 'star' : ''} />}
        onClick={onStar}
      />
      <Dropdown trigger={['click']} menu={menu} placement="bottomRight">
        <Deed type="text" aria-label={t('profile.more')} icon={<MoreHorizontal size={16} />} />
      </Dropdown>
      {!isPhone && (
        <Deed icon={<MessageCircle size={14} />} reason={reason('send_messages')} onClick={onMessage}>
          {t('profile.message')}
        </Deed>
      )}
      <Deed
        type="primary"
        icon={<NotebookPen size={14} />}
        reason={reason('write_notes')}
        aria-label={t('profile.write')}
        onClick={onWrite}
      >
        {isPhone ? null : t('profile.write')}
      </Deed>
      <ChooseOther customer={customer} isOpen={isMerging} onClose={() => setMerging(false)} />
      <NewTask isOpen={isTasking} onClose={() => setTasking(false)} customer={customer} />
    </>
  );
}

function useMenu(customer: CustomerView, opens: { task: () => void; merge: () => void }): MenuProps {
  const { t } = useTranslation();
  const { reason } = usePower();
  const { modal, message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const recordReason = useRecordReason(customer.can);
  const why = recordReason('delete');
  const noMerge = reason('merge_customers') ?? recordReason('merge');
  const remove = useWrite({
    deed: () => api.remove(`/customers/${customer.id}`, { version: customer.version }),
    touches: () => touchedBy(customer.id),
    done: () => t('profile.deleted'),
    onDone: () => {
      client.removeQueries({ queryKey: ['customers', customer.id] });
      void navigate({ to: '/customers' });
    },
    onProblem: (problem) => {
      if (problem.status === 412) void client.invalidateQueries({ queryKey: ['customers', customer.id] });
      return false;
    },
  });
  const confirm = () =>
    void modal.confirm({
      title: t('profile.deleteConfirm', { name: customer.name }),
      content: t('profile.deleteHint'),
      okText: t('common.delete'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutate(),
    });
  const copy = () =>
    void putOnClipboard(`${location.origin}/customers/${customer.id}`).then(() =>
      message.success(t('profile.linkCopied')),
    );
  const noTasks = reason('do_tasks');
  const deeds: Record<string, () => void> = { ...opens, link: copy, delete: confirm };
  return {
    items: [
      {
        key: 'task',
        icon: <ClipboardPlus size={14} />,
        label: t('profile.task'),
        disabled: Boolean(noTasks),
        title: noTasks ?? '',
      },
      {
        key: 'merge',
        icon: <Merge size={14} />,
        label: t('merge.menu'),
        disabled: Boolean(noMerge),
        title: noMerge ?? '',
      },
      { key: 'link', icon: <Link2 size={14} />, label: t('profile.copyLink') },
      { type: 'divider' },
      {
        key: 'delete',
        icon: <Trash2 size={14} />,
        label: t('profile.delete'),
        danger: true,
        disabled: Boolean(why) || customer.deleted_at !== null,
        title: why ?? '',
      },
    ],
    onClick: ({ key }) => deeds[key]?.(),
  };
}
