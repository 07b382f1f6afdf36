// The shop's name, and the people who may appear in a cast.
import { useState } from 'preact/hooks'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { EmbeddingPanels } from '../embedding/embedding.tsx'
import { settingsWords } from '../messages/settings.ts'
import { PartnersPart } from '../partners/partners.tsx'
import { Drawer } from '../parts/drawer.tsx'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import type { SettingsPart } from '../route.ts'
import { staff } from '../session.ts'
import { shop } from '../shop.ts'
import { studioApi, type StaffProfile } from '../studio_api.ts'
import { CheckoutSettings } from './checkout.tsx'
import { ErasurePanel } from './erasure.tsx'
import { FediversePanel } from './fediverse.tsx'
import { ForgettingPanel } from './forgetting.tsx'
import { MailPanel } from './mail.tsx'
import { AccountPanels } from './account.tsx'
import { AuditPanel } from './audit.tsx'
import { SettingsIndex } from './index_of.tsx'
import { PersonForm } from './person.tsx'
import { SellingForm } from './selling.tsx'
import { SettingsTabs } from './tabs.tsx'
import { TalkPanels } from './talk.tsx'
import { TeamPanel } from './team.tsx'
import './team.css'

export function SettingsPage({ part }: { part: SettingsPart }) {
  return (
    <>
      <header class="page-head"><h1>{settingsWords().title}</h1></header>
      <SettingsTabs part={part} role={staff.value!.role} />
      {part === 'shop' && <ShopPart />}
      {part !== 'shop' && (
        <div class="settings">
          {part === 'team' && <TeamPanel />}
          {part === 'talk' && <TalkPanels />}
          {part === 'partners' && <PartnersPart />}
          {part === 'audit' && <AuditPanel />}
          {part === 'account' && <AccountPanels />}
        </div>
      )}
    </>
  )
}

function ShopPart() {
  const words = settingsWords()
  const people = useLoaded('staff', studioApi.staff)
  const [opened, setOpened] = useState<StaffProfile | 'new' | null>(null)
  const done = (): void => {
    setOpened(null)
    people.reload()
  }
  return (
    <div class="settings-beside">
      <div class="settings">
        <ShopForm />
        <SellingForm />
        <CheckoutSettings />
        <section class="panel" aria-labelledby="staff" data-test="staff">
          <div class="panel-head">
            <h2 id="staff">{words.staff}</h2>
            <button type="button" class="btn small" onClick={() => setOpened('new')} data-test="add-person"><Icon name="plus" size="s" />{words.add}</button>
          </div>
          <p class="hint">{words.staffLead}</p>
          {!people.data && !people.problem && <Waiting />}
          {Boolean(people.problem) && <Failed problem={people.problem} again={people.reload} />}
          {people.data?.length === 0 && <p class="invite">{words.staffEmpty}</p>}
          <ul class="people">
            {people.data?.map((person) => (
              <li key={person.handle} data-test="person" data-handle={person.handle}>
                {person.picture ? <img class="avatar" src={person.picture.small} alt="" width={44} height={44} /> : <span class="avatar letter" aria-hidden="true">{[...person.name][0]}</span>}
                <span><b>{person.name}</b><span>{[person.title, common().roles[person.role]].filter(Boolean).join(common().dot)}</span></span>
                <button type="button" class="btn small" onClick={() => setOpened(person)} aria-label={`${words.edit}: ${person.name}`} data-test="edit-person">{words.edit}</button>
              </li>
            ))}
          </ul>
        </section>
        {staff.value?.role === 'owner' && <FediversePanel />}
        {staff.value?.role === 'owner' && <MailPanel />}
        {staff.value?.role === 'owner' && <ErasurePanel />}
        {staff.value?.role === 'owner' && <ForgettingPanel />}
        <EmbeddingPanels />
      </div>
      <SettingsIndex role={staff.value!.role} />
      {opened && (
        <Drawer title={opened === 'new' ? words.addTitle : words.editTitle} onClose={() => setOpened(null)} test="person-drawer">
          <PersonForm person={opened === 'new' ? null : opened} taken={new Set(people.data?.map((person) => person.handle))} onDone={done} onClose={() => setOpened(null)} />
        </Drawer>
      )}
    </div>
  )
}

function ShopForm() {
  const words = settingsWords()
  const known = shop.value!
  const [name, setName] = useState(known.name)
  const [latin, setLatin] = useState(known.name_latin ?? '')
  const [disclosure, setDisclosure] = useState(known.disclosure)
  const [disclosureLatin, setDisclosureLatin] = useState(known.disclosure_latin)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const dirty = name !== known.name || latin !== (known.name_latin ?? '') || disclosure !== known.disclosure || disclosureLatin !== known.disclosure_latin
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (name.trim() === '') {
      setErrors({ name: words.nameEmpty })
      return
    }
    setBusy(true)
    try {
      shop.value = { ...known, ...(await studioApi.saveShop({ name: name.trim(), name_latin: latin.trim(), disclosure: disclosure.trim(), disclosure_latin: disclosureLatin.trim() })) }
      setName(shop.value.name)
      setLatin(shop.value.name_latin ?? '')
      setDisclosure(shop.value.disclosure)
      setDisclosureLatin(shop.value.disclosure_latin)
      toast(common().saved)
    } catch (cause) {
      const field = fieldOf(cause)
      if (field) setErrors({ [field]: fieldText(cause) })
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="panel" aria-labelledby="shop">
      <h2 id="shop">{words.shop}</h2>
      <p class="hint">{words.shopLead}</p>
      <form class="stack" onSubmit={(event) => void save(event)} noValidate data-test="shop-form">
        <Field label={words.name} value={name} maxLength={60} error={errors['name']} onInput={(event) => { setName(event.currentTarget.value); setErrors({}) }} test="name" />
        <Field label={words.nameLatin} value={latin} maxLength={60} optional={common().optional} hint={words.nameLatinHint} error={errors['name_latin']} onInput={(event) => { setLatin(event.currentTarget.value); setErrors({}) }} test="name-latin" />
        <Field label={words.disclosure} value={disclosure} maxLength={40} hint={words.disclosureHint} error={errors['disclosure']} onInput={(event) => { setDisclosure(event.currentTarget.value); setErrors({}) }} test="disclosure" />
        <Field label={words.disclosureLatin} value={disclosureLatin} maxLength={40} error={errors['disclosure_latin']} onInput={(event) => { setDisclosureLatin(event.currentTarget.value); setErrors({}) }} test="disclosure-latin" />
        <div class="form-foot"><button type="submit" class={`btn ${dirty ? 'do' : ''}`} disabled={busy || !dirty} data-test="save">{busy ? common().saving : common().save}</button></div>
      </form>
    </section>
  )
}
