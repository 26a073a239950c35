// What a verifying call found, written where it belongs in one go.
import { Button, Input, Modal, Radio, Select } from 'antd';
import { PhoneCall } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useWrite } from '../../../shared/queries';
import { carName } from '../../../shared/ui/CarName';
import { touchedBy } from './deeds';

const FINDINGS = ['confirmed', 'corrected', 'unreachable', 'wrong_number', 'sold_car'] as const;
type Finding = (typeof FINDINGS)[number];

export function VerifyingCall({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (!profile.customer.can.includes('note')) return null;
  return (
    <>
      <Button size="small" icon={<PhoneCall size={13} />} onClick={() => setOpen(true)}>
        {t('quality.call.write')}
      </Button>
      {isOpen && <CallDialog profile={profile} onClose={() => setOpen(false)} />}
    </>
  );
}

function CallDialog({ profile, onClose }: { profile: ProfileView; onClose: () => void }) {
  const { t } = useTranslation();
  const { customer, vehicles, tasks } = profile;
  const owned = vehicles.filter(({ role }) => role === 'owner');
  const [finding, setFinding] = useState<Finding>('confirmed');
  const [note, setNote] = useState('');
  const [car, setCar] = useState(owned[0]?.id);
  const task = tasks.find(({ kind, can }) => kind === 'verify' && can.includes('complete'));
  const save = useWrite({
    deed: () =>
      api.post(`/customers/${customer.id}/verifying-calls`, {
        finding,
        ...(note.trim() ? { note: note.trim() } : {}),
        ...(task ? { task_id: task.id } : {}),
        ...(finding === 'sold_car' && car ? { vehicle_id: car } : {}),
      }),
    touches: () => [...touchedBy(customer.id), ['tasks'], ['home']],
    done: () => t('common.saved'),
    onDone: onClose,
  });
  const possible = FINDINGS.filter((one) => one !== 'sold_car' || owned.length > 0);
  return (
    <Modal
      open
      width={440}
      title={t('quality.call.title')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <div className="verifying-call">
        <ol className="muted">
          {(['car', 'phone', 'moved', 'others'] as const).map((question) => (
            <li key={question}>{t(`quality.call.ask.${question}`)}</li>
          ))}
        </ol>
        <Radio.Group
          aria-label={t('quality.call.title')}
          value={finding}
          onChange={(event) => setFinding(event.target.value)}
          options={possible.map((one) => ({ value: one, label: t(`quality.call.finding.${one}`) }))}
        />
        {finding === 'sold_car' && owned.length > 1 && (
          <Select
            aria-label={t('quality.call.which')}
            {...(car ? { value: car } : {})}
            onChange={setCar}
            options={owned.map((one) => ({ value: one.id, label: `${carName(one, t)} ${one.plate ?? ''}` }))}
          />
        )}
        <Input.TextArea
          value={note}
          maxLength={1_000}
          autoSize={{ minRows: 2, maxRows: 6 }}
          aria-label={t('quality.call.note')}
          placeholder={t('quality.call.note')}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Modal>
  );
}
