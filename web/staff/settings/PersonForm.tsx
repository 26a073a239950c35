// One person: who they are, where they work, what they may do, and the deeds on their account.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Segmented, Select, Switch } from 'antd';
import { Eye, KeyRound, Lock, LockOpen, LogOut, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepartmentView, GrantView, Ref, StaffView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { whole } from '../../shared/whole';
import { usePower, useRecordReason, useSession } from '../session/session';
import { FormDrawer, orNull } from './FormDrawer';
import { Grants } from './Grants';
import { PersonState } from './People';
import { ResetPassword } from './ResetPassword';
import { TakeOffFactor } from './signin/TakeOffFactor';

/** A grant as the server takes it. */
export interface GrantWords {
  role_id: string;
  reach: GrantView['reach'];
  /** Their own store when left out. */
  store_id: string | null;
}

interface PersonWords {
  login: string;
  name: string;
  title?: string;
  phone?: string;
  email?: string;
  store_id: string;
  department_id?: string | null;
  grants: GrantWords[];
  language: 'zh' | 'en';
  is_active: boolean;
  password?: string;
}

export function PersonForm({ person, onClose }: { person: StaffView | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { stores } = useSession();
  const { reason: powerReason } = usePower();
  const reason = useRecordReason(person?.can);
  const submit = ({ password, is_active, login, ...words }: PersonWords) => {
    const form = {
      ...words,
      login,
      title: orNull(words.title),
      phone: orNull(words.phone),
      email: orNull(words.email),
      department_id: words.department_id ?? null,
      grants: words.grants.filter((grant) => grant?.role_id),
    };
    return person
      ? api.patch(`/staff/${person.id}`, { ...form, is_active }, { version: person.version })
      : api.post('/staff', { ...form, ...(password ? { password } : {}) });
  };
  return (
    <FormDrawer<PersonWords>
      title={person?.name ?? t('settings.people.new')}
      width={520}
      initial={person ? wordsOf(person) : { store_id: stores[0]?.id ?? '', language: 'zh', grants: [] }}
      submit={submit}
      touches={[['staff'], ['departments'], ['roles']]}
      onClose={onClose}
      reason={person ? reason('edit') : powerReason('manage_staff')}
      above={person && <PersonDeeds person={person} onClose={onClose} />}
    >
      <div className="two-fields">
        <Form.Item
          name="name"
          label={t('settings.people.name')}
          rules={[{ required: true, whitespace: true, message: t('settings.stores.nameMissing') }]}
        >
          <Input autoFocus={!person} />
        </Form.Item>
        <Form.Item
          name="login"
          label={t('settings.people.login')}
          tooltip={t('settings.people.loginHint')}
          rules={[{ required: true, pattern: /^[a-z0-9._@-]{2,64}$/, message: t('settings.people.loginWrong') }]}
        >
          <Input autoCapitalize="none" autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item name="title" label={t('settings.people.title')}>
          <Input />
        </Form.Item>
        <Form.Item name="phone" label={t('settings.people.phone')}>
          <Input inputMode="tel" />
        </Form.Item>
        <Form.Item name="email" label={t('settings.people.email')}>
          <Input inputMode="email" />
        </Form.Item>
        <Form.Item name="language" label={t('settings.people.language')}>
          <Segmented
            options={[
              { value: 'zh', label: '简体中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Form.Item>
        <Form.Item name="store_id" label={t('settings.people.store')}>
          <Select options={stores.map((store) => ({ value: store.id, label: store.name }))} />
        </Form.Item>
        <DepartmentField known={person?.department ?? null} />
      </div>
      <h3 className="form-heading">
        {t('settings.people.grants')} <span className="muted">{t('settings.people.grantsHint')}</span>
      </h3>
      <Grants />
      {!person && (
        <Form.Item
          name="password"
          label={t('settings.people.password')}
          extra={`${t('settings.people.passwordHint')} · ${t('factor.passwordAlone')}`}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      )}
      {person && (
        <Form.Item name="is_active" label={t('settings.people.isActive')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </FormDrawer>
  );
}

/** The departments of the store chosen above, and the one they are in now. */
function DepartmentField({ known }: { known: Ref | null }) {
  const { t } = useTranslation();
  const storeId = Form.useWatch('store_id');
  const { data = [] } = useQuery(whole<DepartmentView>('/departments'));
  return (
    <Form.Item name="department_id" label={t('settings.people.department')}>
      <Select
        allowClear
        options={data
          .filter((department) => department.store.id === storeId || department.id === known?.id)
          .map((department) => ({ value: department.id, label: department.name }))}
      />
    </Form.Item>
  );
}

function PersonDeeds({ person, onClose }: { person: StaffView; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { reason: powerReason } = usePower();
  const reason = useRecordReason(person.can);
  const [isResetting, setResetting] = useState(false);
  const [isTakingOff, setTakingOff] = useState(false);
  const signOut = useWrite({
    deed: () => api.remove(`/staff/${person.id}/sessions`),
    touches: () => [['staff']],
    done: () => t('factor.signedOutEverywhere'),
  });
  const lock = useWrite<boolean>({
    deed: (isLocked) =>
      isLocked
        ? api.put(`/staff/${person.id}/lock`, undefined, { version: person.version })
        : api.remove(`/staff/${person.id}/lock`, { version: person.version }),
    touches: () => [['staff']],
    done: (_, isLocked) => t(isLocked ? 'settings.people.lockedNow' : 'settings.people.unlockedNow'),
    onDone: onClose,
  });
  return (
    <div className="person-deeds">
      <PersonState person={person} />
      <div className="spring" />
      <Deed
        size="small"
        icon={<Eye size={13} />}
        reason={powerReason('see_power')}
        onClick={() => void navigate({ to: '/settings/people/$id', params: { id: person.id } })}
      >
        {t('settings.people.power')}
      </Deed>
      <Deed
        size="small"
        icon={<KeyRound size={13} />}
        reason={reason('set_password')}
        onClick={() => setResetting(true)}
      >
        {t('settings.people.reset')}
      </Deed>
      <Deed
        size="small"
        icon={<LogOut size={13} />}
        reason={reason('sign_out')}
        loading={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        {t('factor.signOutEverywhere')}
      </Deed>
      {person.has_second_factor && (
        <Deed
          size="small"
          icon={<ShieldOff size={13} />}
          reason={reason('take_off_factor')}
          onClick={() => setTakingOff(true)}
        >
          {t('factor.takeOff')}
        </Deed>
      )}
      {person.is_locked ? (
        <Deed
          size="small"
          icon={<LockOpen size={13} />}
          reason={reason('unlock')}
          loading={lock.isPending}
          onClick={() => lock.mutate(false)}
        >
          {t('settings.people.unlock')}
        </Deed>
      ) : (
        <Deed
          size="small"
          danger
          icon={<Lock size={13} />}
          reason={reason('lock')}
          loading={lock.isPending}
          onClick={() => lock.mutate(true)}
        >
          {t('settings.people.lock')}
        </Deed>
      )}
      {isTakingOff && <TakeOffFactor person={person} onClose={() => setTakingOff(false)} onDone={onClose} />}
      {isResetting && <ResetPassword person={person} onClose={() => setResetting(false)} />}
    </div>
  );
}

function wordsOf(person: StaffView): PersonWords {
  return {
    login: person.login,
    name: person.name,
    title: person.title ?? '',
    phone: person.phone ?? '',
    email: person.email ?? '',
    store_id: person.store.id,
    department_id: person.department?.id ?? null,
    grants: person.grants.map(({ role, reach, store }) => ({ role_id: role.id, reach, store_id: store?.id ?? null })),
    language: person.language,
    is_active: person.is_active,
  };
}
