// The ID number: masked, shown in full by those who may and on record, replaced or removed.
import { Button, Input } from 'antd';
import { Eye, EyeOff, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { pressed } from '../../../shared/keys';
import { useWrite } from '../../../shared/queries';
import { sendBeside, withOwn } from '../../../shared/saves';
import { Deed } from '../../../shared/ui/Deed';
import { usePower, useRecordReason } from '../../session/session';
import { useProof, type Wish } from '../../verified/proof';
import { touchedBy } from './deeds';

export function IdNumber({ customer }: { customer: CustomerView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const mayEdit = useRecordReason(customer.can)('edit');
  const [full, setFull] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  // The record as it was when the editor was opened, or as the server told with its last refusal.
  const [seen, setSeen] = useState(customer);
  const path = `/customers/${customer.id}/id-number`;
  const proof = useProof(customer.id);
  const reveal = useWrite<void, { value: string }>({
    deed: () => api.post(`${path}/reveal`, {}),
    onDone: ({ value }) => setFull(value),
    touches: () => [['customers', customer.id, 'timeline']],
  });
  const save = useWrite<string | null>({
    deed: (value) =>
      sendBeside(
        withOwn(`/customers/${customer.id}`, seen),
        (view) => view.id_number,
        (version) => api.put(path, { value }, { version }),
      ),
    touches: () => touchedBy(customer.id),
    done: () => t('common.saved'),
    onDone: () => {
      setTyped(null);
      setFull(null);
    },
    // The refusal says that a colleague was faster; saving again replaces theirs knowingly.
    onProblem: (problem, value) => {
      const { status, current } = problem;
      const wish: Wish = value
        ? { field: 'id_number', deed: 'replace', value }
        : { field: 'id_number', deed: 'remove' };
      if (proof.askInstead(problem, wish)) {
        setTyped(null);
        return true;
      }
      if (status === 412 && current) setSeen(current as CustomerView);
      return false;
    },
  });
  if (typed !== null) {
    return (
      <Input
        autoFocus
        size="small"
        className="editor"
        value={typed}
        maxLength={20}
        status={save.isError ? 'error' : ''}
        aria-label={t('profile.idNumberNew')}
        placeholder={t('profile.idNumberNew')}
        onChange={(event) => setTyped(event.target.value.toUpperCase())}
        onBlur={() => !typed && setTyped(null)}
        onKeyDown={(event) => {
          if (pressed(event) === 'Escape') setTyped(null);
          if (pressed(event) === 'Enter') save.mutate(typed.trim() || null);
        }}
      />
    );
  }
  return (
    <span className="reveal">
      <span className={customer.id_number ? 'num' : 'muted'}>{full ?? customer.id_number ?? t('common.none')}</span>
      {customer.id_number && (
        <Deed
          type="text"
          size="small"
          className="quiet"
          reason={reason('see_id_number')}
          aria-label={t(full ? 'profile.hide' : 'profile.reveal')}
          loading={reveal.isPending}
          icon={full ? <EyeOff size={14} /> : <Eye size={14} />}
          onClick={() => (full ? setFull(null) : reveal.mutate())}
        />
      )}
      {!mayEdit && (
        <Button
          type="text"
          size="small"
          className="quiet"
          aria-label={t('edit.field', { field: t('attribute.id_number') })}
          icon={<Pencil size={12} />}
          onClick={() => {
            setSeen(customer);
            setTyped('');
          }}
        />
      )}
      {proof.dialog}
    </span>
  );
}
