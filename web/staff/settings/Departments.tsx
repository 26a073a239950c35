// The departments of the stores and who leads them.
import { useQuery } from '@tanstack/react-query';
import { App, Form, Input, Select } from 'antd';
import { Network, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepartmentView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { NOTHING } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Person, Tag, type Tone } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { PlainTable } from '../../shared/ui/PlainTable';
import { StaffSelect } from '../../shared/ui/StaffSelect';
import { Empty, ErrorState } from '../../shared/ui/states';
import { whole } from '../../shared/whole';
import { usePower, useSession } from '../session/session';
import { FormDrawer } from './FormDrawer';

const KINDS: DepartmentView['kind'][] = ['sales', 'service', 'parts', 'care', 'marketing', 'management', 'it'];
const TONES: Record<DepartmentView['kind'], Tone> = {
  sales: 'blue',
  service: 'green',
  parts: 'amber',
  care: 'red',
  marketing: 'violet',
  management: 'slate',
  it: 'teal',
};

export function Departments() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const isPhone = useIsPhone();
  const departments = useQuery(whole<DepartmentView>('/departments'));
  const [open, setOpen] = useState<DepartmentView | 'new' | null>(null);
  const remove = useRemove();
  const refusal = reason('manage_stores');
  return (
    <>
      <PageHead title={t('settings.section.departments')}>
        <Deed type="primary" icon={<Plus size={15} />} reason={refusal} onClick={() => setOpen('new')}>
          {t('settings.departments.new')}
        </Deed>
      </PageHead>
      {departments.error && !departments.data ? (
        <ErrorState failure={departments.error} onRetry={() => void departments.refetch()} />
      ) : departments.data?.length === 0 ? (
        <Empty icon={Network} title={t('settings.departments.none')} />
      ) : (
        <div className="table-frame">
          <PlainTable
            label={t('settings.section.departments')}
            rows={departments.data && ordered(departments.data)}
            onOpen={setOpen}
            columns={[
              {
                id: 'name',
                title: t('settings.departments.name'),
                cell: (department) => (
                  <button type="button" className="cell-button two-lines" onClick={() => setOpen(department)}>
                    <b>{department.name}</b>
                    {isPhone && <span>{department.store.name}</span>}
                  </button>
                ),
              },
              {
                id: 'store',
                isExtra: true,
                title: t('settings.departments.store'),
                cell: (department) => department.store.name,
              },
              {
                id: 'kind',
                title: t('settings.departments.kind'),
                cell: (department) => (
                  <Tag tone={TONES[department.kind]}>{t(`settings.departments.kinds.${department.kind}`)}</Tag>
                ),
              },
              {
                id: 'head',
                isExtra: true,
                title: t('settings.departments.head'),
                cell: (department) =>
                  department.head ? <Person person={department.head} /> : <span className="nothing">{NOTHING}</span>,
              },
              {
                id: 'staff',
                title: t('settings.departments.staff'),
                alignsEnd: true,
                width: 90,
                cell: (department) => department.staff,
              },
              {
                id: 'deeds',
                title: '',
                width: 52,
                cell: (department) => (
                  <Deed
                    type="text"
                    size="small"
                    icon={<Trash2 size={14} />}
                    hint={`${t('settings.remove')} ${department.name}`}
                    reason={
                      refusal ??
                      (department.staff > 0 ? t('settings.departments.inUse', { count: department.staff }) : null)
                    }
                    onClick={() => remove(department)}
                  />
                ),
              },
            ]}
          />
        </div>
      )}
      {open && (
        <DepartmentForm department={open === 'new' ? null : open} reason={refusal} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

/** By store, then in the order of the functions. */
function ordered(departments: DepartmentView[]): DepartmentView[] {
  return [...departments].sort(
    (one, other) =>
      one.store.name.localeCompare(other.store.name) || KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind),
  );
}

interface DepartmentWords {
  store_id: string;
  name: string;
  kind: DepartmentView['kind'];
  head_id?: string | null;
}

interface DepartmentFormProps {
  department: DepartmentView | null;
  reason: string | null;
  onClose: () => void;
}

function DepartmentForm({ department, reason, onClose }: DepartmentFormProps) {
  const { t } = useTranslation();
  const { stores } = useSession();
  const submit = ({ store_id, name, kind, head_id }: DepartmentWords) =>
    department
      ? api.patch(
          `/departments/${department.id}`,
          { name, kind, head_id: head_id ?? null },
          { version: department.version },
        )
      : api.post('/departments', { store_id, name, kind, ...(head_id ? { head_id } : {}) });
  const initial = department
    ? {
        store_id: department.store.id,
        name: department.name,
        kind: department.kind,
        head_id: department.head?.id ?? null,
      }
    : { ...(stores[0] ? { store_id: stores[0].id } : {}), kind: 'sales' as const };
  return (
    <FormDrawer<DepartmentWords>
      title={t(department ? 'settings.departments.edit' : 'settings.departments.new')}
      initial={initial}
      submit={submit}
      touches={[['departments'], ['staff']]}
      onClose={onClose}
      reason={reason}
    >
      <Form.Item name="store_id" label={t('settings.departments.store')} rules={[{ required: true }]}>
        <Select
          disabled={department !== null}
          options={stores.map((store) => ({ value: store.id, label: store.name }))}
        />
      </Form.Item>
      <Form.Item
        name="name"
        label={t('settings.departments.name')}
        rules={[{ required: true, whitespace: true, message: t('settings.stores.nameMissing') }]}
      >
        <Input autoFocus />
      </Form.Item>
      <Form.Item name="kind" label={t('settings.departments.kind')}>
        <Select options={KINDS.map((kind) => ({ value: kind, label: t(`settings.departments.kinds.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="head_id" label={t('settings.departments.head')}>
        <StaffSelect known={department?.head ?? null} allowClear />
      </Form.Item>
    </FormDrawer>
  );
}

function useRemove() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const remove = useWrite<DepartmentView>({
    deed: ({ id, version }) => api.remove(`/departments/${id}`, { version }),
    touches: () => [['departments']],
    done: () => t('common.deleted'),
  });
  return (department: DepartmentView) =>
    modal.confirm({
      title: t('settings.departments.removeTitle', { name: department.name }),
      okText: t('settings.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(department).catch(() => {}),
    });
}
