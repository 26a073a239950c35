// The roles of a person in their form: role × reach × store, as many lines as needed.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { GrantView, RoleView } from '../../shared/api/types';
import { listed } from '../../shared/whole';
import { useSession } from '../session/session';

const REACHES: GrantView['reach'][] = ['own', 'team', 'store', 'group'];

export function Grants() {
  const { t } = useTranslation();
  const { stores } = useSession();
  const { data: roles = [] } = useQuery(listed<RoleView>('/roles'));
  const reaches = REACHES.map((reach) => ({
    value: reach,
    title: t(`settings.reachHint.${reach}`),
    label: t(`settings.reach.${reach}`),
  }));
  return (
    <Form.List name="grants">
      {(lines, { add, remove }) => (
        <div className="grants">
          {lines.length === 0 && <p className="soon">{t('settings.people.noGrants')}</p>}
          {lines.map(({ key, name }) => (
            <div key={key} className="grant-line">
              <Form.Item name={[name, 'role_id']} noStyle rules={[{ required: true }]}>
                <Select
                  aria-label={t('settings.people.role')}
                  placeholder={t('settings.people.role')}
                  options={roles.map((role) => ({ value: role.id, label: role.name }))}
                />
              </Form.Item>
              <Form.Item name={[name, 'reach']} noStyle>
                <Select aria-label={t('settings.people.reach')} options={reaches} />
              </Form.Item>
              <GrantStore name={name} stores={stores} />
              <Button
                type="text"
                icon={<X size={14} />}
                aria-label={t('settings.people.grantRemove')}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          <Button type="dashed" icon={<Plus size={14} />} onClick={() => add({ reach: 'own', store_id: null })}>
            {t('settings.people.grantAdd')}
          </Button>
        </div>
      )}
    </Form.List>
  );
}

/** Where a grant holds; one that reaches over the group holds everywhere. */
function GrantStore({ name, stores }: { name: number; stores: { id: string; name: string }[] }) {
  const { t } = useTranslation();
  const reach = Form.useWatch(['grants', name, 'reach']);
  if (reach === 'group') return <span className="muted">{t('settings.power.all')}</span>;
  return (
    <Form.Item
      name={[name, 'store_id']}
      noStyle
      getValueProps={(value: string | null) => ({ value: value ?? '' })}
      normalize={(value: string) => value || null}
    >
      <Select
        aria-label={t('settings.people.grantStore')}
        options={[
          { value: '', label: t('settings.people.ownStore') },
          ...stores.map((store) => ({ value: store.id, label: store.name })),
        ]}
      />
    </Form.Item>
  );
}
