// The customer's tags: taken away with a tap, added from the library.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Popover, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView, ProfileView, TagGroupView, TagRef } from '../../../../shared/api/types';
import { api } from '../../../../shared/client';
import { keyOf, read } from '../../../../shared/queries';
import { TagPill } from '../../../../shared/ui/faces';
import { useRecordReason } from '../../../session/session';
import { useCustomerDeed } from '../deeds';
import { RailSection } from './RailSection';

export function Tags({ customer }: { customer: CustomerView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const why = useRecordReason(customer.can)('tag');
  const [isAdding, setAdding] = useState(false);
  const show = (tags: TagRef[]) =>
    client.setQueryData<ProfileView>(
      keyOf(`/customers/${customer.id}/profile`),
      (old) => old && { ...old, customer: { ...old.customer, tags } },
    );
  const path = (tag: { id: string }) => `/customers/${customer.id}/tags/${tag.id}`;
  const add = useCustomerDeed<TagRef>(customer.id, (tag) => {
    show([...customer.tags, tag]);
    return api.put(path(tag));
  });
  const remove = useCustomerDeed<TagRef>(customer.id, (tag) => {
    show(customer.tags.filter((one) => one.id !== tag.id));
    return api.remove(path(tag));
  });
  return (
    <RailSection title={t('profile.tags')}>
      <div className="rail-tags">
        {customer.tags.map((tag) => (
          <span className="rail-tag" key={tag.id}>
            <TagPill tag={tag} />
            {!why && !tag.rule && (
              <button
                type="button"
                aria-label={t('profile.removeTag', { name: tag.name })}
                onClick={() => remove.mutate(tag)}
              >
                <X size={11} />
              </button>
            )}
          </span>
        ))}
        {customer.tags.length === 0 && why && <span className="muted">{t('profile.noTags')}</span>}
        {!why && (
          <Popover
            open={isAdding}
            onOpenChange={setAdding}
            trigger="click"
            placement="bottomLeft"
            arrow={false}
            destroyOnHidden
            content={
              <TagPicker
                had={customer.tags}
                onPick={(tag) => {
                  setAdding(false);
                  add.mutate(tag);
                }}
              />
            }
          >
            <button type="button" className="tag-add" aria-label={t('profile.addTag')}>
              <Plus size={12} /> {t('profile.tags')}
            </button>
          </Popover>
        )}
      </div>
    </RailSection>
  );
}

function TagPicker({ had, onPick }: { had: TagRef[]; onPick: (tag: TagRef) => void }) {
  const { t } = useTranslation();
  const { data: groups, isPending } = useQuery({ ...read<TagGroupView[]>('/tags'), staleTime: 60_000 });
  const has = new Set(had.map((tag) => tag.id));
  const offered = (groups ?? []).map((group) => ({
    ...group,
    tags: group.tags.filter((tag) => !has.has(tag.id) && !tag.rule),
  }));
  const pick = (id: string) => {
    for (const group of offered) {
      const tag = group.tags.find((one) => one.id === id);
      if (tag) onPick({ id, name: tag.name, colour: tag.colour, group: group.name, rule: null });
    }
  };
  return (
    <div data-keyboard-owner style={{ width: 220 }}>
      <Select<string>
        autoFocus
        defaultOpen
        style={{ width: '100%' }}
        loading={isPending}
        showSearch={{ optionFilterProp: 'title' }}
        placeholder={t('profile.findTag')}
        aria-label={t('profile.findTag')}
        notFoundContent={t('profile.noTagFound')}
        onChange={pick}
        options={offered
          .filter((group) => group.tags.length > 0)
          .map((group) => ({
            label: group.name,
            title: group.name,
            options: group.tags.map((tag) => ({ value: tag.id, title: tag.name, label: <TagPill tag={tag} /> })),
          }))}
      />
    </div>
  );
}
